// The browser run: opens a demo office, does the main job in it with scripts off, and then looks at every page.
//
//   node run.mjs [the built office] [--pictures FOLDER]

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { wrongWith, wrongWithLetter } from "./looks.mjs";
import { openBrowser, openOffice } from "./office.mjs";

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { pictures: { type: "string" } } });
const binary = positionals[0] ?? join(import.meta.dirname, "../../target/debug/chancery");
const pictures = options.pictures;

/** Ten days before a quarter's end, so that an activity of today counts in the quarter that the clock is moved past. */
const NOW = "2026-06-20T09:00:00Z";
const NAME = "نادية رحموني";
const EMAIL = "nadia@example.org";

const results = { passed: 0, failed: 0 };

/** Does one thing, says how it went, and goes on: later steps may still tell something. */
async function step(sentence, act) {
  const began = Date.now();
  try {
    const told = await act();
    results.passed += 1;
    console.log(`ok      ${sentence}${told ? `: ${told}` : ""} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    results.failed += 1;
    console.log(`FAILED  ${sentence}\n        ${String(error.message).replaceAll("\n", "\n        ")}`);
    return false;
  }
  return true;
}

/** The main job, as people do it whose browser runs no scripts. */
async function mainJob(browser, { origin }) {
  const without = { baseURL: origin, javaScriptEnabled: false, locale: "en", acceptDownloads: true };
  const visitor = await browser.newPage(without);
  const organizer = await browser.newPage(without);
  const pages = {};
  let activity = "";

  const steps = [
    ["a visitor finds the program and its form", async () => {
      await visitor.goto("/");
      await visitor.getByRole("link", { name: "Apply to be an ambassador" }).click();
      await heading(visitor, "Apply to be an ambassador");
    }],
    ["an empty form comes back with what is missing, and the focus on it", async () => {
      await visitor.getByLabel("Your name").fill(NAME);
      await visitor.getByRole("button", { name: "Send the application" }).click();
      assert.match(await visitor.title(), /^Error: /);
      assert.equal(await visitor.getByLabel("Your name").inputValue(), NAME);
      const summary = visitor.getByRole("alert");
      assert.ok(await summary.evaluate((one) => one === document.activeElement), "the summary has not got the focus");
      await summary.getByRole("link").first().click();
      assert.ok(await visitor.getByLabel("E-mail address").evaluate((one) => one.matches(":target, :focus")));
    }],
    ["the form is sent", async () => {
      await visitor.getByLabel("E-mail address").fill(EMAIL);
      await visitor.getByLabel("Country", { exact: true }).fill("Morocco");
      await visitor.getByLabel("What have you done").fill("I answer questions in Arabic and French.");
      await visitor.getByLabel("What would you like to do").fill("A first meetup in Fez.");
      await visitor.getByRole("checkbox").check();
      await visitor.getByRole("button", { name: "Send the application" }).click();
      await heading(visitor, "Thank you");
    }],
    ["the receipt is read at /local, and its link confirms the address", async () => {
      pages.receipt = await openLetter(visitor, EMAIL, "Thank you for applying");
      await visitor.getByRole("link", { name: "/apply/confirm/" }).click();
      await visitor.getByRole("button", { name: "Yes, this is my address" }).click();
      await heading(visitor, "Your address is confirmed");
    }],
    ["an organizer finds the application on the board and accepts it", async () => {
      await beSomebody(organizer, "Organizer");
      await organizer.goto("/team/applications");
      await organizer.getByRole("link", { name: NAME }).click();
      pages.application = new URL(organizer.url()).pathname;
      await organizer.getByRole("radio", { name: "Accept" }).check();
      await organizer.getByLabel("Reason").fill("Answers every week, and nobody does it in Fez yet.");
      await organizer.getByLabel("Words for the applicant").fill("We look forward to Fez!");
      await organizer.getByRole("button", { name: "Decide and send the letter" }).click();
      await organizer.getByText("Accepted", { exact: true }).waitFor();
    }],
    ["the ambassador signs in by the link in a letter", async () => {
      pages.welcome = await openLetter(visitor, EMAIL, "Welcome to");
      await visitor.goto("/sign-in");
      await visitor.getByLabel("E-mail address").fill(EMAIL);
      await visitor.getByRole("button", { name: "Send me a link" }).click();
      await heading(visitor, "Look into your inbox");
      pages.link = await openLetter(visitor, EMAIL, "Your sign-in link");
      await visitor.getByRole("link", { name: "/sign-in/" }).click();
      await visitor.getByRole("button", { name: "Sign in now" }).click();
      await heading(visitor, NAME);
      await visitor.getByText("0 of 2 activities reported in full").waitFor();
    }],
    ["and shares a plan", async () => {
      await visitor.getByRole("link", { name: "Share a plan" }).click();
      await visitor.getByRole("radio", { name: "Organizing events" }).check();
      await visitor.getByLabel("Title").fill("First meetup in Fez");
      await visitor.getByLabel("First day").fill("20 June 2026");
      await visitor.getByRole("radio", { name: "In person", exact: true }).check();
      await visitor.getByLabel("City").fill("فاس");
      await visitor.getByRole("button", { name: "Save it" }).click();
      await heading(visitor, "First meetup in Fez");
      activity = new URL(visitor.url()).pathname;
    }],
    ["and a report", async () => {
      await visitor.getByLabel("Goal", { exact: true }).fill("Meet the people who use it here.");
      await visitor.getByLabel("Registrations", { exact: true }).fill("18");
      await visitor.getByLabel("Attendees", { exact: true }).fill("14");
      await visitor.getByLabel("Hours to organize", { exact: true }).fill("6.5");
      await visitor.getByLabel("Hours to execute", { exact: true }).fill("3");
      await visitor.getByRole("button", { name: "Save the report" }).click();
      await visitor.getByText("This report is full. Thank you!").waitFor();
    }],
    ["and sees where the quarter stands", async () => {
      await visitor.goto("/me");
      await visitor.getByText("1 of 2 activities reported in full").waitFor();
    }],
    ["the clock is moved to the quarter's close", async () => {
      await organizer.goto("/local");
      await organizer.getByRole("radio", { name: "to the close of 2026-Q2" }).check();
      await organizer.getByRole("button", { name: "Move it" }).click();
      await heading(organizer, "Behind the scenes");
    }],
    ["the team gets the engagement summary with its workbook", async () => {
      pages.summary = await openLetter(organizer, "team@example.org", "Engagement summary for 2026-Q2");
      await organizer.getByText("engagement-summary-2026-Q2.xlsx").waitFor();
    }],
    ["the ambassador gets the result of the quarter", async () => {
      pages.result = await openLetter(visitor, EMAIL, "Your quarter 2026-Q2");
    }],
    ["an organizer downloads the workbook", async () => {
      await beSomebody(organizer, "Organizer");
      await organizer.goto("/team/quarters/2026-Q2");
      const begun = organizer.waitForEvent("download");
      await organizer.getByRole("link", { name: "Download the engagement summary" }).click();
      const download = await begun;
      assert.equal(download.suggestedFilename(), "engagement-summary-2026-Q2.xlsx");
      const bytes = readFileSync(await download.path());
      assert.equal(bytes.subarray(0, 2).toString("latin1"), "PK", "it is no workbook");
      return `${bytes.length} bytes`;
    }],
  ];
  for (const [sentence, act] of steps) {
    if (!(await step(sentence, act))) {
      console.log(`        at ${visitor.url()} and ${organizer.url()}`);
      return null;
    }
  }
  await Promise.all([visitor.context().close(), organizer.context().close()]);
  return { ...pages, activity };
}

/** Looks at every page, as each of the people who get to see it. */
async function everyPage(browser, { origin }, found) {
  const looked = new Set();
  const look = async (page, name, visit, looking = wrongWith) => {
    await step(`page: ${name}`, async () => {
      looked.add(name);
      await page.setViewportSize({ width: 1280, height: 900 });
      await visit(page);
      const wrong = await looking(page, name, pictures);
      if (wrong.length > 0) throw new Error(wrong.join("\n"));
    });
  };
  const at = (path, status = 200) => async (page) => {
    const answer = await page.goto(path);
    assert.equal(answer.status(), status, path);
  };
  const press = (path, button) => async (page) => {
    await page.goto(path);
    await page.getByRole("button", { name: button }).click();
  };
  const open = (path, row) => async (page) => {
    await page.goto(path);
    await page.getByRole("row").filter({ hasText: row }).getByRole("link").first().click();
  };
  const as = async (role, visit) => {
    const page = await browser.newPage({ baseURL: origin, locale: "en" });
    if (role) await beSomebody(page, role);
    await visit(page);
    await page.context().close();
  };

  await as(null, async (page) => {
    await look(page, "program", at("/"));
    await look(page, "apply", at("/apply"));
    await look(page, "apply with errors", press("/apply", "Send the application"));
    await look(page, "apply sent", at("/apply/sent"));
    await look(page, "apply link expired", at("/apply/confirm/nothing", 409));
    await look(page, "sign in", at("/sign-in"));
    await look(page, "sign in with errors", press("/sign-in", "Send me a link"));
    await look(page, "sign in sent", at("/sign-in/sent"));
    await look(page, "feedback", at("/feedback"));
    await look(page, "feedback with errors", press("/feedback", "Send"));
    await look(page, "feedback sent", at("/feedback/thanks"));
    await look(page, "not found", at("/nothing-here", 404));
    await look(page, "not signed in", at("/me", 401));
    await look(page, "behind the scenes", at("/local"));
    await look(page, "a letter", at(found.summary));
    for (const letter of ["receipt", "welcome", "link", "result", "summary"]) {
      await look(page, `letter ${letter}`, at(`${found[letter]}/html`), wrongWithLetter);
    }
  });
  await as("Applicant", async (page) => {
    await look(page, "application status", at("/apply/status"));
  });
  await as("Ambassador", async (page) => {
    await look(page, "dashboard", at("/me"));
    await look(page, "activities", at("/me/activities"));
    await look(page, "plan", at("/me/activities/new"));
    await look(page, "plan with errors", press("/me/activities/new", "Save it"));
    await look(page, "activity", open("/me/activities", "Reported"));
    await look(page, "activity with errors", async () => {
      await page.getByRole("textbox").and(page.locator("[inputmode]")).first().fill("many");
      await page.getByRole("button", { name: "Save the report" }).click();
    });
    await look(page, "plan changed", async () => {
      await page.getByRole("link", { name: "Change the plan" }).click();
    });
    await look(page, "not for ambassadors", at("/team", 403));
    await look(page, "not their own", at(found.activity, 404));
  });
  await as("Organizer", async (page) => {
    await look(page, "team desk", at("/team"));
    await look(page, "board", at("/team/applications"));
    await look(page, "board accepted", at("/team/applications?column=accepted"));
    await look(page, "board empty", at("/team/applications?column=declined"));
    await look(page, "application", open("/team/applications", "Wanjiru Kamau"));
    await look(page, "application with errors", async () => {
      await page.getByRole("button", { name: "Decide and send the letter" }).click();
    });
    await look(page, "application decided", at(found.application));
    await look(page, "team", at("/team/people"));
    await look(page, "team with errors", press("/team/people", "Invite and send the letter"));
    await look(page, "somebody of the team", open("/team/people", "reviewer@example.org"));
    await look(page, "readiness", at("/team/readiness"));
    await look(page, "readiness with errors", press("/team/readiness", "Keep these answers"));
    await look(page, "feedback for the team", at("/team/feedback"));
    await look(page, "ambassadors", at("/team/ambassadors"));
    await look(page, "ambassador", open("/team/ambassadors", "Amara Okafor"));
    await look(page, "quarters", at("/team/quarters"));
    await look(page, "quarter closed", at("/team/quarters/2026-Q2"));
    await look(page, "quarter open", at("/team/quarters/2026-Q3"));
    await look(page, "no such quarter", at("/team/quarters/2019-Q1", 404));
  });
  return looked.size;
}

async function heading(page, text) {
  try {
    await page.getByRole("heading", { level: 1, name: text }).waitFor({ timeout: 10_000 });
  } catch {
    const here = await page.getByRole("heading", { level: 1 }).allTextContents();
    throw new Error(`“${text}” was expected at ${page.url()}, which is headed “${here}”`);
  }
}

async function beSomebody(page, role) {
  await page.goto("/local");
  await page.getByRole("button", { name: role, exact: true }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}

/** Opens the newest letter of this subject to an address, once it is there; gives its path. */
async function openLetter(page, address, subject) {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    await page.goto("/local");
    const row = page.getByRole("row").filter({ hasText: address }).filter({ hasText: subject });
    if (await row.count()) {
      await row.first().getByRole("link").click();
      await heading(page, subject);
      return new URL(page.url()).pathname;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`No letter “${subject}” to ${address} came within fifteen seconds`);
}

if (!existsSync(binary)) {
  console.error(`There is no office at ${binary}. Build it first: cargo build`);
  process.exit(1);
}
if (pictures) mkdirSync(pictures, { recursive: true });
const began = Date.now();
const office = await openOffice(binary, NOW);
console.log(`The office was open after ${office.seconds.open} s and furnished after ${office.seconds.furnished} s.`);
const browser = await openBrowser();
try {
  const found = await mainJob(browser, office);
  if (found) console.log(`${await everyPage(browser, office, found)} pages looked at`);
} finally {
  await browser.close();
  await step("the office closes when asked to", async () => {
    const how = await office.close();
    assert.equal(how, "it ended with 0");
  });
}
if (results.failed) console.log(`\nWhat the office said:\n${office.said()}`);
console.log(`\nThe browser run took ${Math.round((Date.now() - began) / 1000)} s.`);
console.log(`${results.passed} passed, ${results.failed} failed`);
process.exitCode = results.failed ? 1 : 0;
