// exceljs, streaming: with_exceljs.mjs ROWS FILE

import ExcelJS from "exceljs";

const KINDS = ["Networking", "Content creation", "Documentation", "Organizing events", "Giving talks", "Advocacy", "Community support"];
const STATES = ["Reported", "Planned", "Cancelled"];
const COUNTRIES = ["Brazil", "Cameroon", "Germany", "India", "Indonesia", "Japan", "Kenya", "Mexico", "Nigeria", "Poland", "Taiwan", "United States"];
const CITIES = ["São Paulo", "Douala", "Berlin", "Bengaluru", "Bandung", "Osaka", "Nairobi", "Oaxaca", "Lagos", "Kraków", "臺北", "Portland", "Recife", "Pune", "Abuja", "Leipzig"];
const WORDS = ["kernel", "meetup", "testing", "docs", "release", "workshop", "community", "open", "source", "campus", "cloud", "network", "storage", "first", "steps", "security", "python", "rust", "data", "design"];
const FIRST_DAY = 20635;
const DAY = 24 * 60 * 60 * 1000;

const rows = Number(process.argv[2]);
const file = process.argv[3];
const pick = (row, salt, below) => Math.floor(((row * 2654435761 + salt * 374761393) % 4294967296) / 65536) % below;
const one = (of, row, salt) => of[pick(row, salt, of.length)];
const word = (row, salt) => one(WORDS, row, salt);

const HEADS = ["ambassador", "country", "kind", "title", "state", "starts_on", "ends_on", "city", "attendees", "views", "hours", "full", "story"];
const rowOf = (row) => {
  const city = one(CITIES, row, 8);
  const startsOn = FIRST_DAY + pick(row, 6, 92);
  return [
    `Ambassador ${pick(row, 1, 2000)}`,
    one(COUNTRIES, row, 2),
    one(KINDS, row, 3),
    `${word(row, 4)} ${word(row, 14)} in ${city}, no. ${row}`,
    one(STATES, row, 5),
    new Date(startsOn * DAY),
    new Date((startsOn + pick(row, 7, 2)) * DAY),
    city,
    pick(row, 15, 10) > 0 ? pick(row, 9, 300) : null,
    pick(row, 10, 5000),
    pick(row, 11, 400) / 4,
    pick(row, 12, 2) === 0 ? "yes" : "no",
    `We spoke about ${word(row, 13)} ${word(row, 16)} and ${word(row, 17)} with people of ${city}, and a ${word(row, 18)} came of it.`,
  ];
};

const groups = [new Map(), new Map(), new Map()];
for (let row = 0; row < rows; row += 1) {
  const cells = rowOf(row);
  [cells[2], cells[1], cells[5].getUTCMonth() + 1].forEach((key, at) => {
    const group = groups[at].get(key) ?? { activities: 0, attendees: 0, hours: 0 };
    group.activities += 1;
    group.attendees += cells[8] ?? 0;
    group.hours += cells[10];
    groups[at].set(key, group);
  });
}

const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true, useSharedStrings: false });
["kind", "country", "month"].forEach((name, at) => {
  const sheet = book.addWorksheet(`By ${name}`);
  sheet.addRow([name, "activities", "attendees_sum", "hours_mean"]).commit();
  for (const [key, group] of groups[at]) {
    sheet.addRow([key, group.activities, group.attendees, group.hours / group.activities]).commit();
  }
  sheet.commit();
});
const sheet = book.addWorksheet("Activities");
sheet.columns = HEADS.map((_, at) => (at === 5 || at === 6 ? { style: { numFmt: "d mmm yyyy" } } : {}));
sheet.addRow(HEADS).commit();
for (let row = 0; row < rows; row += 1) {
  sheet.addRow(rowOf(row)).commit();
}
sheet.commit();
await book.commit();
