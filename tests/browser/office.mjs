// A demo office of one's own, or one of another program, and a browser to visit it with.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { chromium } from "playwright-core";

/** Opens a demo office at `now`, and waits until its example people are there. */
export function openOffice(binary, now) {
  return start(binary, ["--now", now], [
    ["open", "office is open at"],
    ["furnished", "everybody is here"],
  ]);
}

/**
 * Opens a real office of this program in a folder, with an organizer and an open intake; gives it once a form can be sent.
 */
export async function openOfficeOf(binary, folder, program, browser) {
  const file = join(folder, "program.toml");
  const data = join(folder, "office");
  writeFileSync(file, program);
  const serve = () => start(binary, ["serve", "--data", data, "--program", file], [["open", "office is open at"]]);
  await (await serve()).close();
  execFileSync(binary, ["invite", "organizer@example.org", "--data", data], { stdio: "ignore" });
  const office = await serve();
  const page = await browser.newPage({ baseURL: office.origin, javaScriptEnabled: false, locale: "en" });
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill("organizer@example.org");
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.goto(await signInLink(join(data, "letters")));
  await page.getByRole("button", { name: "Sign in now" }).click();
  await page.goto("/team/readiness");
  for (const group of await page.getByRole("radiogroup").all()) await group.getByRole("radio", { name: "Yes" }).check();
  await page.getByRole("button", { name: "Keep these answers" }).click();
  await page.getByRole("button", { name: "Open the intake" }).click();
  await page.context().close();
  return office;
}

/** The path of the sign-in link in the first letter that has one. */
async function signInLink(letters) {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    for (const name of existsSync(letters) ? readdirSync(letters) : []) {
      // Lines are folded as quoted-printable.
      const letter = readFileSync(join(letters, name), "utf8").replaceAll(/=\r?\n/g, "");
      const link = /\/sign-in\/[0-9a-f]{32,}/.exec(letter);
      if (link) return link[0];
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("No sign-in letter came within fifteen seconds");
}

/** Starts the program on two free ports, and waits until it has said each of these. */
async function start(binary, options, moments) {
  const port = await freePair();
  const child = spawn(binary, [...options, "--port", String(port)], { stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(`it did not start: ${error.message}`));
    child.once("exit", (code, signal) => resolve(`it ended with ${signal ?? code}`));
  });
  const began = Date.now();
  const office = {
    origin: `http://localhost:${port}`,
    /** What it printed so far. */
    said: () => said.join(""),
    seconds: {},
    async close() {
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
      const how = await ended;
      clearTimeout(late);
      return how;
    },
  };
  process.once("exit", () => child.kill("SIGKILL"));
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => said.push(text));

  const prints = (sentence) =>
    new Promise((resolve) => {
      const look = () => office.said().includes(sentence) && resolve();
      child.stdout.on("data", look);
      look();
    });
  for (const [moment, sentence] of moments) {
    const ready = prints(sentence).then(() => true);
    const tooLate = new Promise((resolve) => setTimeout(resolve, 120_000, "it is not ready after two minutes").unref());
    const outcome = await Promise.race([ready, ended, tooLate]);
    if (outcome !== true) {
      child.kill("SIGKILL");
      throw new Error(`The office did not open: ${outcome}.\n${office.said()}`);
    }
    office.seconds[moment] = (Date.now() - began) / 1000;
  }
  return office;
}

/** Debian's Chromium in a profile of its own. */
export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  return browser;
}


/** A free port whose next one is free too: pages are on the first, documents on the second. */
async function freePair() {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const first = await hold(0);
    const port = first.address().port;
    const second = await hold(port + 1).catch(() => null);
    await Promise.all([first, second].filter(Boolean).map((held) => new Promise((resolve) => held.close(resolve))));
    if (second) return port;
  }
  throw new Error("No two free ports were found beside each other.");
}

function hold(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
