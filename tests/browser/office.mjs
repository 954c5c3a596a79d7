// A demo office of one's own, and a browser to visit it with.

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { chromium } from "playwright-core";

/** Opens a demo office at `now` on two free ports, and waits until its example people are there. */
export async function openOffice(binary, now) {
  const port = await freePair();
  const child = spawn(binary, ["--port", String(port), "--now", now], { stdio: ["ignore", "pipe", "pipe"] });
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
  for (const [moment, sentence] of [
    ["open", "office is open at"],
    ["furnished", "everybody is here"],
  ]) {
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
