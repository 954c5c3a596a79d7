// The browser run: opens a demo office, does the main job in it with scripts off, and looks at every page, at some of them
// on the way, because they are different afterwards.
//
//   node run.mjs [the built office] [--pictures FOLDER]

import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { wrongWith, wrongWithLetter } from "./looks.mjs";
import { openBrowser, openOffice, openOfficeOf } from "./office.mjs";

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { pictures: { type: "string" } } });
const binary = positionals[0] ?? join(import.meta.dirname, "../../target/debug/chancery");
const pictures = options.pictures;

/** Ten days before a quarter's end, so that an activity of today counts in the quarter that the clock is moved past. */
const NOW = "2026-06-20T09:00:00Z";
const NAME = "نادية رحموني";
const EMAIL = "nadia@example.org";
/** The demo's tranche that is closed and not announced, and the one that is open. */
const CLOSED = "/team/applications/rounds/2026-06";
const OPEN = "/team/applications/rounds/2026-08";
/** Somebody of the closed tranche who is to be accepted. */
const ACCEPTED = "wanjiru@example.org";

const looked = new Set();
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

/** Looks at a page in every look it has, after going there. */
async function look(page, name, visit, looking = wrongWith) {
  await step(`page: ${name}`, async () => {
    looked.add(name);
    await page.setViewportSize({ width: 1280, height: 900 });
    await visit(page);
    const wrong = await looking(page, name, pictures);
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
  });
}

const at = (path, status = 200) => async (page) => {
  const answer = await page.goto(path);
  assert.equal(answer.status(), status, path);
};
const press = (path, button) => async (page) => {
  await page.goto(path);
  await page.getByRole("button", { name: button, exact: true }).click();
};
const open = (path, row) => async (page) => {
  await page.goto(path);
  await page.getByRole("row").filter({ hasText: row }).getByRole("link").first().click();
};

/** The main job, as people do it whose browser runs no scripts. */
async function mainJob(browser, { origin }) {
  const without = { baseURL: origin, javaScriptEnabled: false, locale: "en", acceptDownloads: true };
  const visitor = await browser.newPage(without);
  const organizer = await browser.newPage(without);
  const seeing = await browser.newPage({ baseURL: origin, locale: "en" });
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
      await visitor.getByRole("button", { name: "Check my answers" }).click();
      assert.match(await visitor.title(), /^Error: /);
      assert.equal(await visitor.getByLabel("Your name").inputValue(), NAME);
      const summary = visitor.getByRole("alert");
      assert.ok(await summary.evaluate((one) => one === document.activeElement), "the summary has not got the focus");
      await summary.getByRole("link").first().click();
      assert.ok(await visitor.getByLabel("E-mail address").evaluate((one) => one.matches(":target, :focus")));
    }],
    ["the answers are read again, changed, and read again", async () => {
      await visitor.getByLabel("E-mail address").fill(EMAIL);
      await visitor.getByLabel("Country", { exact: true }).fill("Morocco");
      await visitor.getByRole("textbox", { name: "Languages" }).fill("Arabic, French");
      await visitor.getByLabel("What have you done").fill("I answer questions in Arabic and French.");
      await visitor.getByLabel("What would you like to do").fill("A first meetup in Fès.");
      await visitor.getByRole("checkbox").check();
      await visitor.getByRole("button", { name: "Check my answers" }).click();
      await heading(visitor, "Check your answers");
      await visitor.getByText("A first meetup in Fès.").waitFor();
      await visitor.getByRole("button", { name: "Change: What you do and plan" }).click();
      await heading(visitor, "Apply to be an ambassador");
      assert.equal(await visitor.getByLabel("Your name").inputValue(), NAME);
      await visitor.getByLabel("What would you like to do").fill("A first meetup in Fez.");
      await visitor.getByRole("button", { name: "Check my answers" }).click();
      await visitor.getByText("A first meetup in Fez.").waitFor();
    }],
    ["and sent", async () => {
      await visitor.getByRole("button", { name: "Send the application" }).click();
      await heading(visitor, "Thank you");
    }],
    ["the receipt is read at /local, and its link confirms the address", async () => {
      pages.receipt = await openLetter(visitor, EMAIL, "Thank you for applying");
      await visitor.getByRole("link", { name: "/apply/confirm/" }).click();
      await visitor.getByRole("button", { name: "Yes, this is my address" }).click();
      await heading(visitor, "Your address is confirmed");
    }],
    ["another link shows where it stands, without an account", async () => {
      await visitor.goto(pages.receipt);
      await visitor.getByRole("link", { name: "/apply/status/link/" }).click();
      await heading(visitor, "My application");
      pages.status = new URL(visitor.url()).pathname;
      await visitor.getByText("Received", { exact: true }).waitFor();
    }],
    ["an organizer finds the application on the board of its round and reviews it", async () => {
      await beSomebody(organizer, "Organizer");
      await organizer.goto("/team/applications");
      await organizer.getByRole("link", { name: "Round of August 2026", exact: true }).click();
      await organizer.getByRole("link", { name: NAME }).click();
      pages.application = new URL(organizer.url()).pathname;
      for (const [criterion, score] of [["You already help", "5"], ["You would carry", "4"], ["You have time", "3"]]) {
        await organizer.getByRole("radiogroup", { name: criterion }).getByRole("radio", { name: score, exact: true }).check();
      }
      await organizer.getByLabel("Comment").fill("Answers within the hour.");
      await organizer.getByRole("button", { name: "Save my review" }).click();
      await organizer.getByText("Score 4.33, by one reviewer").waitFor();
    }],
    ["a decision is kept, and told to nobody yet", async () => {
      await decide(organizer, "Accept", "Answers every week, and nobody does it in Fez yet.", "We look forward to Fez!");
      await organizer.getByRole("heading", { name: "Decided, not announced" }).waitFor();
      await visitor.goto(pages.status);
      await visitor.getByText("Received", { exact: true }).waitFor();
      await organizer.goto(OPEN);
      await organizer.getByText("It takes applications until").waitFor();
      assert.equal(await organizer.getByRole("button", { name: "Announce" }).count(), 0);
    }],
    ["in the closed round somebody has no decision yet", async () => {
      await organizer.goto(CLOSED);
      await organizer.getByText("2 applications have no decision yet").waitFor();
      assert.equal(await organizer.getByRole("button", { name: "Announce" }).count(), 0);
    }],
    () => look(seeing, "round with somebody undecided", at(CLOSED)),
    () => look(seeing, "board by time", at("/team/applications")),
    () => look(seeing, "board by score", at("/team/applications?round=2026-06&column=received&order=score")),
    () => look(seeing, "board by country", at("/team/applications?round=2026-06&column=received&country=VN")),
    () => look(seeing, "board by language", at("/team/applications?round=2026-06&column=received&language=Amharic")),
    () => look(seeing, "board of what is pending", at("/team/applications?round=2026-06&column=pending_accept")),
    () => look(seeing, "application with reviews", open("/team/applications", "Nguyễn Minh Anh")),
    () => look(seeing, "application not reviewed", open("/team/applications", "ትዕግስት ኃይሌ")),
    () => look(seeing, "review with errors", async () => {
      await seeing.getByRole("button", { name: "Save my review" }).click();
    }),
    () => look(seeing, "decision with errors", async () => {
      await open("/team/applications", "ትዕግስት ኃይሌ")(seeing);
      await seeing.getByRole("button", { name: "Save the decision" }).click();
    }),
    () => look(seeing, "application pending", open("/team/applications?round=2026-06&column=pending_accept", "Wanjiru Kamau")),
    ["the last two are decided about", async () => {
      await open("/team/applications", "Nguyễn Minh Anh")(organizer);
      await decide(organizer, "Accept", "A group that meets.", "Thank you for the evenings in Đà Nẵng!");
      await open("/team/applications", "ትዕግስት ኃይሌ")(organizer);
      await decide(organizer, "Keep", "New, and promising.", "Thank you for teaching. We look at it again in the next round.");
    }],
    ["every letter can be read before it leaves", async () => {
      await organizer.goto(CLOSED);
      assert.equal(await organizer.locator("details.letter").count(), 3);
      await organizer.locator("details.letter").filter({ hasText: "Wanjiru Kamau" }).locator("summary").click();
      await organizer.getByText("We would love to see the").waitFor();
      await organizer.getByRole("link", { name: "To stay in the pool (2)" }).click();
      assert.equal(await organizer.locator("details.letter").count(), 2);
    }],
    () => look(seeing, "round to be announced", async () => {
      await at(CLOSED)(seeing);
      await seeing.locator("details.letter summary").first().click();
    }),
    ["the round is announced, and everybody hears", async () => {
      await organizer.goto(CLOSED);
      await organizer.getByRole("button", { name: "Announce 6 decisions" }).click();
      await organizer.getByRole("heading", { name: "Announced" }).waitFor();
      for (let attempt = 0; attempt < 60 && !(await organizer.getByText("6 of 6 applicants are told").count()); attempt += 1) {
        await new Promise((resolve) => setTimeout(resolve, 250));
        await organizer.reload();
      }
      await organizer.getByText("6 of 6 applicants are told").waitFor({ timeout: 1000 });
    }],
    () => look(seeing, "round announced", at(CLOSED)),
    ["somebody accepted signs in by the link in a letter", async () => {
      pages.declined = await openLetter(visitor, "jiwoo@example.org", "Your application to");
      pages.kept = await openLetter(visitor, "ingrid@example.org", "Your application to");
      pages.welcome = await openLetter(visitor, ACCEPTED, "Welcome to");
      await visitor.goto("/sign-in");
      await visitor.getByLabel("E-mail address").fill(ACCEPTED);
      await visitor.getByRole("button", { name: "Send me a link" }).click();
      await heading(visitor, "Look into your inbox");
      pages.link = await openLetter(visitor, ACCEPTED, "Your sign-in link");
      await visitor.getByRole("link", { name: "/sign-in/" }).click();
      await visitor.getByRole("button", { name: "Sign in now" }).click();
      await heading(visitor, "Wanjiru Kamau");
      await visitor.getByText("0 of 2 activities reported in full").waitFor();
    }],
    ["and begins a plan on a phone, keeps it, and shares it", async () => {
      await visitor.setViewportSize({ width: 390, height: 844 });
      await visitor.getByRole("link", { name: "Share a plan" }).click();
      await visitor.getByRole("radio", { name: "Organizing events" }).check();
      await visitor.getByLabel("Title").fill("First meetup in Nairobi");
      await visitor.getByLabel("First day").fill("20 June 2026");
      await visitor.getByRole("radio", { name: "In person", exact: true }).check();
      await visitor.getByRole("button", { name: "Add another date" }).click();
      assert.ok(await visitor.getByLabel("First day of date 2").evaluate((one) => one.matches(":target")));
      await visitor.getByText("Help, people and numbers").click();
      await visitor.getByRole("checkbox", { name: "Speakers" }).check();
      const wide = await visitor.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 390, `the page is ${wide} pixels wide`);
      await visitor.getByRole("button", { name: "Save for later" }).click();
      await visitor.getByRole("link", { name: "Plan: First meetup in Nairobi" }).click();
      assert.ok(await visitor.getByRole("checkbox", { name: "Speakers" }).isChecked());
      // The Enter key sends the form, though another button stands before the one that does.
      await visitor.getByLabel("City").fill("Nairobi");
      await visitor.getByLabel("City").press("Enter");
      await heading(visitor, "First meetup in Nairobi");
      await visitor.setViewportSize({ width: 1280, height: 900 });
      activity = new URL(visitor.url()).pathname;
    }],
    ["and a report, on a phone", async () => {
      await visitor.setViewportSize({ width: 390, height: 844 });
      await visitor.reload();
      await visitor.getByLabel("Goal", { exact: true }).fill("Meet the people who use it here.");
      await visitor.getByLabel("Registrations", { exact: true }).fill("18");
      await visitor.getByLabel("Attendees", { exact: true }).fill("14");
      await visitor.getByLabel("Hours to organize", { exact: true }).fill("6.5");
      await visitor.getByLabel("Hours to execute", { exact: true }).fill("3");
      await visitor.getByLabel("What came of it").fill("Two of them want to help with the next one.");
      await visitor.getByText("Something else you counted").click();
      await visitor.getByLabel("What did you count? (1)").fill("New faces");
      await visitor.getByLabel("How many? (1)").fill("nine");
      const wide = await visitor.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 390, `the page is ${wide} pixels wide`);
      await visitor.getByRole("button", { name: "Save the report" }).click();
      await visitor.getByText("This report is full. Thank you!").waitFor();
      await visitor.setViewportSize({ width: 1280, height: 900 });
    }],
    ["and sees where the quarter stands", async () => {
      await visitor.goto("/me");
      await visitor.getByText("1 of 2 activities reported in full").waitFor();
    }],
    ["the team asks about it, and the answer is on its page", async () => {
      await organizer.goto("/team/ambassadors");
      await organizer.getByRole("link", { name: "Wanjiru Kamau" }).click();
      await organizer.getByRole("link", { name: "First meetup in Nairobi" }).click();
      pages.asked = new URL(organizer.url()).pathname;
      await organizer.getByLabel("Ask about it").fill("Who would like to help?");
      await organizer.getByRole("button", { name: "Send the question" }).click();
      await organizer.getByText("Who would like to help?").waitFor();
      pages.question = await openLetter(visitor, ACCEPTED, "A question about");
      await visitor.goto(activity);
      await visitor.getByLabel("Your answer").fill("Two teachers.");
      await visitor.getByRole("button", { name: "Send the answer" }).click();
      await visitor.getByText("Two teachers.").waitFor();
    }],
    ["the ambassador asks for funds on a phone, with a second item", async () => {
      await visitor.setViewportSize({ width: 390, height: 844 });
      await visitor.goto("/me/funding");
      await visitor.getByRole("link", { name: "Ask for funds" }).click();
      await visitor.getByRole("link", { name: "First meetup in Nairobi" }).click();
      await visitor.getByRole("radio", { name: "Food at an event" }).check();
      await visitor.getByLabel("Item 1", { exact: true }).fill("Chapati");
      await visitor.getByLabel("Amount of item 1").fill("45,50");
      await visitor.getByRole("button", { name: "Add an item" }).click();
      assert.ok(await visitor.getByLabel("Item 2 (optional)", { exact: true }).evaluate((one) => one.matches(":target")));
      await visitor.getByLabel("Item 2 (optional)", { exact: true }).fill("Tea");
      await visitor.getByLabel("Amount of item 2").fill("12");
      await visitor.getByLabel("What is planned").fill("Supper after the talks.");
      await visitor.getByLabel("What it should bring").fill("People stay, and talk.");
      await visitor.getByLabel("When the money is needed").fill("20 June 2026");
      const wide = await visitor.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 390, `the page is ${wide} pixels wide`);
      await visitor.getByRole("button", { name: "Send to the team" }).click();
      await heading(visitor, "First meetup in Nairobi");
      await visitor.getByText("With the team", { exact: true }).waitFor();
      pages.request = new URL(visitor.url()).pathname;
      await visitor.setViewportSize({ width: 1280, height: 900 });
    }],
    ["the treasurer approves a part of it on a phone, beside the budget that is left", async () => {
      const treasurer = await browser.newPage({ ...without, viewport: { width: 390, height: 844 } });
      await beSomebody(treasurer, "Treasurer");
      await treasurer.goto("/team/funding");
      await treasurer.getByRole("link", { name: "First meetup in Nairobi" }).click();
      await treasurer.getByText("500.00").first().waitFor();
      await treasurer.getByRole("radio", { name: "Approve the amounts below" }).check();
      await treasurer.getByLabel("Tea").fill("0");
      await treasurer.getByLabel("Why", { exact: true }).first().fill("Supper brings people together; the tea has a sponsor.");
      const wide = await treasurer.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 390, `the page is ${wide} pixels wide`);
      await treasurer.getByRole("button", { name: "Decide and send the letter" }).click();
      await treasurer.getByText("Approved", { exact: true }).first().waitFor();
      await treasurer.context().close();
      pages.approved = await openLetter(visitor, ACCEPTED, "Approved: First meetup");
      await visitor.goto(pages.request);
      await visitor.getByText("the tea has a sponsor").first().waitFor();
    }],
    () => look(seeing, "activity for the team", async () => at(pages.asked)(seeing)),
    () => look(seeing, "activities for the team", at("/team/activities")),
    () => look(seeing, "what people count", at("/team/metrics")),
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
      pages.result = await openLetter(visitor, ACCEPTED, "Your quarter 2026-Q2");
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
  await beSomebody(seeing, "Organizer");
  for (const one of steps) {
    if (typeof one === "function") {
      await one();
      continue;
    }
    const [sentence, act] = one;
    if (!(await step(sentence, act))) {
      console.log(`        at ${visitor.url()} and ${organizer.url()}`);
      return null;
    }
  }
  await Promise.all([visitor, organizer, seeing].map((page) => page.context().close()));
  return { ...pages, activity };
}

/** Looks at every page, as each of the people who get to see it. */
async function everyPage(browser, { origin }, found) {
  const as = async (role, visit) => {
    const page = await browser.newPage({ baseURL: origin, locale: "en" });
    if (role) await beSomebody(page, role);
    await visit(page);
    await page.context().close();
  };

  await as(null, async (page) => {
    await look(page, "program", at("/"));
    await look(page, "apply", at("/apply"));
    await look(page, "apply with errors", press("/apply", "Check my answers"));
    await look(page, "apply, answers to be checked", async () => {
      await fillIn(page);
      await page.getByRole("button", { name: "Check my answers" }).click();
      await heading(page, "Check your answers");
    });
    await look(page, "apply, kept for later", async () => {
      await page.getByRole("button", { name: "Save and finish later" }).click();
      await heading(page, "Your form is kept");
    });
    await look(page, "apply, gone on with", async () => {
      const link = page.getByRole("link", { name: "/apply/draft/" });
      if (await link.count()) await link.click();
      await heading(page, "Apply to be an ambassador");
    });
    await look(page, "apply sent", at("/apply/sent"));
    await look(page, "status by a link", at(found.status));
    await look(page, "status changed", at(`${found.status}/edit`));
    await look(page, "status changed with errors", async () => {
      await at(`${found.status}/edit`)(page);
      await page.getByLabel("Your name").fill("");
      await page.getByRole("button", { name: "Save the changes" }).click();
    });
    await look(page, "status taken back", at(`${found.status}/withdraw`));
    await look(page, "status link expired", at("/apply/status/link/nothing", 409));
    await look(page, "status link lost", at("/apply/status/lost"));
    await look(page, "status link lost with errors", press("/apply/status/lost", "Send me the link"));
    await look(page, "status link sent", at("/apply/status/lost/sent"));
    await look(page, "the form elsewhere", at("/apply/embed"));
    await look(page, "nominate", at("/apply/nominate"));
    await look(page, "nominate with errors", press("/apply/nominate", "Propose them"));
    await look(page, "nominate sent", at("/apply/nominate/sent"));
    await look(page, "contribute", at("/contribute"));
    await look(page, "contribute with errors", press("/contribute", "Send it"));
    await look(page, "contribute sent", at("/contribute/sent"));
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
    for (const letter of ["receipt", "welcome", "kept", "declined", "link", "question", "result", "summary"]) {
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
    await look(page, "plan with more dates", press("/me/activities/new", "Add another date"));
    await look(page, "activity", open("/me/activities", "Reported"));
    await look(page, "activity with errors", async () => {
      await page.getByRole("textbox").and(page.locator("[inputmode]")).first().fill("many");
      await page.getByRole("button", { name: "Save the report" }).click();
    });
    await look(page, "plan changed", async () => {
      await page.getByRole("link", { name: "Change the plan" }).click();
    });
    await look(page, "photos", async () => {
      await open("/me/activities", "Reported")(page);
      await page.getByRole("link", { name: "Photos" }).click();
    });
    await look(page, "funds", at("/me/funding"));
    await look(page, "funds, choosing a plan", at("/me/funding/new"));
    await look(page, "asking for funds", async () => {
      await at("/me/funding/new")(page);
      await page.locator("main a[href*='activity=']").first().click();
    });
    await look(page, "asking for funds with errors", async () => {
      await page.getByRole("button", { name: "Send to the team" }).click();
    });
    await look(page, "a request for funds", async () => {
      await at("/me/funding")(page);
      await page.locator("main table a").first().click();
    });
    const papersOf = async () => {
      await at("/me/funding")(page);
      await page.getByRole("link", { name: "Suya for the workshop" }).click();
      await page.locator("main a[href$='/papers']").first().click();
    };
    await look(page, "papers of one's request", papersOf);
    await look(page, "an invoice", async () => {
      await papersOf();
      await page.locator("main a[href*='/invoices/']:not([href$='/new'])").first().click();
    });
    await look(page, "a new invoice with errors", async () => {
      await papersOf();
      await page.locator("main a[href$='/invoices/new']").click();
      await page.locator("main form button[type=submit]").first().click();
    });
    await look(page, "evidence of use", async () => {
      await papersOf();
      await page.locator("main a[href$='/evidence']").click();
    });
    await look(page, "check-in", at("/me/check-in/2026-Q3"));
    await look(page, "check-in with errors", press("/me/check-in/2026-Q3", "Send my answer"));
    await look(page, "pause", at("/me/pause"));
    await look(page, "pause with errors", async () => {
      await at("/me/pause")(page);
      await page.getByLabel("First day of the pause").fill("soon");
      await page.getByRole("button", { name: "Save the pause" }).click();
    });
    await look(page, "stepping down", at("/me/step-down"));
    await look(page, "stepping down, asked again", press("/me/step-down", "Go on"));
    await look(page, "sessions", at("/me/sessions"));
    await look(page, "calendar link", at("/me/calendar"));
    await look(page, "calendar link made", press("/me/calendar", "Make a link"));
    await look(page, "appeal", at("/me/appeal?quarter=2026-Q2"));
    await look(page, "not for ambassadors", at("/team", 403));
    await look(page, "not their own", at(found.activity, 404));
  });
  await as("Organizer", async (page) => {
    await look(page, "team desk", at("/team"));
    await look(page, "board accepted", at("/team/applications?round=2026-06&column=accepted"));
    await look(page, "board empty", at("/team/applications?round=2026-06&column=withdrawn"));
    await look(page, "board of those outside of rounds", at("/team/applications?round=rolling"));
    await look(page, "board narrowed by no country", at("/team/applications?country=Nowhere"));
    await look(page, "round open", at(OPEN));
    await look(page, "round without dates", at("/team/applications/rounds/waiting"));
    await look(page, "application told", open("/team/applications?round=2026-06&column=accepted", "Wanjiru Kamau"));
    await look(page, "record", async () => {
      await page.getByRole("link", { name: "The record on one page" }).click();
      await heading(page, "Record: Wanjiru Kamau");
    });
    await look(page, "application decided", at(found.application));
    await look(page, "territories", at("/team/territories"));
    await look(page, "territory", at("/team/territories/NG"));
    await look(page, "territory with errors", press("/team/territories/NG", "Split"));
    await look(page, "territory placing", async () => {
      await at("/team/territories/NG")(page);
      await page.getByLabel("Names of the regions or universities").fill("Lagos\nAbuja\nEnugu");
      await page.getByRole("button", { name: "Split", exact: true }).click();
      await at("/team/territories/NG/placing")(page);
    });
    await look(page, "territory split", at("/team/territories/NG"));
    await look(page, "team", at("/team/people"));
    await look(page, "team with errors", press("/team/people", "Invite and send the letter"));
    await look(page, "somebody of the team", open("/team/people", "reviewer@example.org"));
    await look(page, "readiness", at("/team/readiness"));
    await look(page, "readiness with errors", press("/team/readiness", "Keep these answers"));
    await look(page, "settings", at("/team/settings"));
    await look(page, "settings of before", at("/team/settings/1"));
    const changes = (from, to) => async () => {
      await at("/team/settings")(page);
      const document = page.getByLabel("The document");
      await document.fill((await document.inputValue()).replace(from, to));
      await page.getByRole("button", { name: "Look at what would change" }).click();
    };
    await look(page, "settings with mistakes", changes("goal = 2", "goal = two"));
    await look(page, "settings before they are in force", changes("goal = 2", "goal = 1"));
    await look(page, "feedback for the team", at("/team/feedback"));
    await look(page, "activities of everybody", at("/team/activities"));
    await look(page, "activity of somebody", async () => {
      await at("/team/activities?quarter=2026-Q2")(page);
      await page.locator("main a[href^='/team/activities/']").first().click();
    });
    await look(page, "what people count", at("/team/metrics"));
    await look(page, "about people", at("/team/proposals"));
    await look(page, "a proposal", async () => {
      await at("/team/proposals")(page);
      await page.locator("main a[href^='/team/proposals/']").first().click();
    });
    await look(page, "calls", at("/team/calls"));
    await look(page, "calls with errors", press("/team/calls", "Offer the call"));
    await look(page, "sessions offered", at("/team/sessions"));
    await look(page, "requests for funds", at("/team/funding"));
    await look(page, "requests for funds that are over", at("/team/funding?state=settled"));
    await look(page, "request for funds for the team", async () => {
      await at("/team/funding")(page);
      await page.locator("main table a[href^='/team/funding/']").first().click();
    });
    await look(page, "budget and rates", at("/team/funding/budget"));
    await look(page, "quarter with funding", at("/team/quarters/between"));
    await look(page, "who gets which letter", at("/team/quarters/2026-Q3/letters"));
    await look(page, "ambassadors", at("/team/ambassadors"));
    await look(page, "ambassador", open("/team/ambassadors", "Amara Okafor"));
    await look(page, "quarters", at("/team/quarters"));
    await look(page, "quarter closed", at("/team/quarters/2026-Q2"));
    await look(page, "quarter open", at("/team/quarters/2026-Q3"));
    await look(page, "no such quarter", at("/team/quarters/2019-Q1", 404));
  });
  await as("Treasurer", async (page) => {
    const batch = async (state) => {
      await at("/team/funding/batches")(page);
      await page.getByRole("row").filter({ hasText: state }).getByRole("link").first().click();
    };
    await look(page, "to check and to pay", at("/team/funding/payable"));
    await look(page, "checking a request", async () => {
      await at("/team/funding/payable")(page);
      await page.locator("main a[href$='/check']").first().click();
    });
    await look(page, "papers for the team", async () => {
      await at("/team/funding?state=documented")(page);
      await page.locator("main table a[href^='/team/funding/']").first().click();
      await page.locator("main a[href$='/papers']").click();
    });
    await look(page, "nothing ticked", press("/team/funding/payable", "Put the batch together"));
    await look(page, "batches", at("/team/funding/batches"));
    await look(page, "batch that waits", () => batch("not paid yet"));
    await look(page, "batch with errors", async () => {
      await batch("not paid yet");
      await page.getByRole("button", { name: "Mark all of it as paid" }).click();
    });
    const list = async (text) => {
      await batch("not paid yet");
      await page.getByRole("link", { name: "A list from the bank" }).click();
      if (text === undefined) return;
      await page.getByLabel("The list").fill(text);
      await page.getByRole("button", { name: "Show what it would do" }).click();
    };
    await look(page, "a list from the bank", () => list());
    await look(page, "a list that cannot be read", () => list("no list"));
    await look(page, "what a list would do", async () => {
      await batch("not paid yet");
      const request = await page.locator("main table a[href^='/team/funding/']").first().getAttribute("href");
      const id = request.split("/").pop();
      await list(`request,reference,paid_on\n${id},SEPA 7,2026-06-20\nnobody,SEPA 8,2026-06-20\n`);
      await page.getByText("One request would be marked as paid").waitFor();
    });
    await look(page, "all files of a batch", async () => {
      await batch("not paid yet");
      await page.getByRole("button", { name: "Put all files together" }).click();
      for (let attempt = 0; attempt < 60; attempt += 1) {
        if (await page.getByRole("link", { name: "Download the archive" }).count()) return;
        await new Promise((resolve) => setTimeout(resolve, 250));
        await page.reload();
      }
      throw new Error("the files were not together within fifteen seconds");
    });
    await look(page, "batch paid", () => batch("2026/0041"));
    await look(page, "a payment that came back", async () => {
      await batch("2026/0041");
      await page.locator("main a[href$='/came-back']").first().click();
    });
  });
}

/** Photos by the script, on a phone: one chosen, whose first sending is cut off, and one dropped. */
async function photosByScript(browser, { origin }) {
  const page = await browser.newPage({ baseURL: origin, locale: "en", viewport: { width: 390, height: 844 } });
  const shown = async (count) => {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      if ((await page.getByRole("button", { name: /^Remove photo/ }).count()) === count) return;
      await new Promise((resolve) => setTimeout(resolve, 250));
      await page.reload();
    }
    throw new Error(`${page.url()} does not show ${count} photos`);
  };
  let [cut, before] = [0, 0];
  await step("by the script, a photo whose sending was cut off is sent again by itself", async () => {
    await beSomebody(page, "Ambassador");
    await open("/me/activities", "Reported")(page);
    await page.locator("main a[href$='/photos']").first().click();
    await heading(page, "Photos");
    before = await page.getByRole("button", { name: /^Remove photo/ }).count();
    const photo = await page.screenshot();
    await page.route("**/*", (route) => {
      const request = route.request();
      const isSending = request.method() === "POST" && !request.url().startsWith(origin);
      if (!isSending || cut > 0) return route.continue();
      cut += 1;
      return route.abort("connectionreset");
    });
    await page.getByLabel("The photo").setInputFiles({ name: "chosen.png", mimeType: "image/png", buffer: photo });
    await page.getByRole("button", { name: "Send the photo" }).click();
    await page.waitForURL(/[?]key=/, { timeout: 20_000 });
    assert.equal(cut, 1, "nothing was cut off");
    await shown(before + 1);
  });
  await step("and one that is dropped on the form arrives as well", async () => {
    await page.setViewportSize({ width: 400, height: 700 });
    const photo = await page.screenshot({ type: "jpeg" });
    await page.goto(new URL(page.url()).pathname);
    const dropped = await page.evaluateHandle((bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], "dropped.jpg", { type: "image/jpeg" }));
      return data;
    }, [...photo]);
    await page.locator("form[data-sign-at]").dispatchEvent("drop", { dataTransfer: dropped });
    await page.waitForURL(/[?]key=/, { timeout: 20_000 });
    await shown(before + 2);
  });
  await page.context().close();
}

/** The form page by page, on a phone without scripts: each page fits, and what one holds is carried to the others. */
async function formInPages(browser) {
  const folder = mkdtempSync(join(tmpdir(), "chancery-pages-"));
  const program = readFileSync(join(import.meta.dirname, "../../infra/programs/mautic.toml"), "utf8");
  const paged = program.replace("[intake]", '[intake]\npages = "groups"');
  const office = await openOfficeOf(binary, folder, paged, browser);
  const viewport = { width: 390, height: 844 };
  const page = await browser.newPage({ baseURL: office.origin, javaScriptEnabled: false, locale: "en", viewport });
  const fits = async () => {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= viewport.width, `${page.url()} is ${wide} pixels wide`);
    if (pictures) await page.screenshot({ path: join(pictures, `apply in pages ${(shown += 1)}.png`), fullPage: true });
  };
  let shown = 0;
  await step("on a phone without scripts, the form in pages asks about the person first", async () => {
    await page.goto("/apply");
    await page.getByText("Page 1 of 2").waitFor();
    await fits();
    await page.getByRole("button", { name: "Continue" }).click();
    assert.match(await page.title(), /^Error: /);
    await fits();
    await page.getByLabel("Your name").fill(NAME);
    await page.getByLabel("E-mail address").fill(EMAIL);
    await page.getByLabel("Country", { exact: true }).fill("Morocco");
    await page.getByRole("button", { name: "Continue" }).click();
  });
  await step("then what they do, and back again with nothing lost", async () => {
    await page.getByText("Page 2 of 2").waitFor();
    await fits();
    await page.getByLabel("What have you done").fill("I answer questions in Arabic and French.");
    await page.getByRole("button", { name: "Back" }).click();
    assert.equal(await page.getByLabel("Your name").inputValue(), NAME);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByLabel("What would you like to do").fill("A first meetup in Fès.");
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Check my answers" }).click();
  });
  await step("and shows everything before it is sent", async () => {
    await heading(page, "Check your answers");
    await page.getByText("I answer questions in Arabic and French.").waitFor();
    await fits();
    await page.getByRole("button", { name: "Send the application" }).click();
    await heading(page, "Thank you");
  });
  await page.context().close();
  await office.close();
  rmSync(folder, { recursive: true });
}

/** The form, with everything it asks for. */
async function fillIn(page) {
  await page.goto("/apply");
  await page.getByLabel("Your name").fill("Aylin Yıldız");
  await page.getByLabel("E-mail address").fill("aylin@example.org");
  await page.getByLabel("Country", { exact: true }).fill("Türkiye");
  await page.getByLabel("Region or university").fill("Boğaziçi Üniversitesi");
  await page.getByRole("textbox", { name: "Languages" }).fill("Turkish, English");
  await page.getByLabel("Pages about you").fill("https://example.org/~aylin");
  await page.getByLabel("What have you done").fill("A reading group on privacy and marketing, twice a month.");
  await page.getByLabel("What would you like to do").fill("A sprint to translate the quick start guide.");
  await page.getByRole("checkbox").check();
}

/** Decides about the application that is open. */
async function decide(page, outcome, reason, words) {
  await page.getByRole("radio", { name: outcome }).check();
  await page.getByLabel("Reason").fill(reason);
  await page.getByLabel("Words for the applicant").fill(words);
  await page.getByRole("button", { name: "Save the decision" }).click();
  await page.getByRole("heading", { name: "Decided, not announced" }).waitFor();
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
  if (found) await everyPage(browser, office, found);
  await photosByScript(browser, office);
  await formInPages(browser);
  console.log(`${looked.size} pages looked at`);
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
