// What holds of every page: axe finds nothing, nothing runs off the side, and the focus is seen.

import { AxeBuilder } from "@axe-core/playwright";
import { join } from "node:path";

const WIDTHS = [1280, 390, 320];
const SCHEMES = ["light", "dark"];
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Looks at a page in both color schemes and at each width; gives what is wrong, as sentences. */
export async function wrongWith(page, name, pictures) {
  const wrong = [];
  await inEveryLook(page, name, pictures, async (at) => {
    const axe = new AxeBuilder({ page }).options({ rules: { "target-size": { enabled: true } } });
    wrong.push(...(await violations(axe, at)));
    const unseen = await page.evaluate(focusUnseen);
    if (unseen.length > 0) wrong.push(`${at}: the focus is not seen on ${unseen.join(", ")}`);
    const sideways = await page.evaluate(runsOffTheSide);
    if (sideways) wrong.push(`${at}: runs off the side by ${sideways}`);
  });
  return wrong;
}

/** The same for a letter, which a mail program frames: headings, landmarks and the focus are that program's. */
export async function wrongWithLetter(page, name, pictures) {
  const wrong = [];
  await inEveryLook(page, name, pictures, async (at) => {
    wrong.push(...(await violations(new AxeBuilder({ page }).withTags(WCAG), at)));
    const sideways = await page.evaluate(runsOffTheSide);
    if (sideways) wrong.push(`${at}: runs off the side by ${sideways}`);
  });
  return wrong;
}

async function inEveryLook(page, name, pictures, look) {
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      if (pictures) {
        const file = `${name.replaceAll(/\W+/g, "-")}-${width}-${scheme}.png`;
        await page.screenshot({ path: join(pictures, file), fullPage: true });
      }
      await look(`${name}, ${scheme}, ${width} px`);
    }
  }
}

async function violations(axe, at) {
  const found = await axe.setLegacyMode().analyze();
  return found.violations.map(({ id, help, nodes }) => {
    const where = nodes.map((node) => node.target.join(" ")).join(", ");
    return `${at}: ${id}: ${help}: ${where}`;
  });
}

/** In the page: by how much it is wider than the window, and what is. */
function runsOffTheSide() {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return "";
  const widest = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
  const names = widest.slice(0, 5).map((one) => one.tagName.toLowerCase() + (one.className ? `.${one.className}` : ""));
  return `${scrollWidth - clientWidth} px: ${names.join(", ")}`;
}

/** In the page: what takes the focus from the keyboard and does not show it. */
function focusUnseen() {
  const unseen = [];
  for (const one of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (one.tabIndex < 0 || one.getClientRects().length === 0) continue;
    one.focus({ focusVisible: true, preventScroll: true });
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    const shown = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    if (document.activeElement === one && !shown) unseen.push(`${one.tagName.toLowerCase()} “${one.textContent.trim().slice(0, 30)}”`);
  }
  document.activeElement?.blur();
  return unseen;
}
