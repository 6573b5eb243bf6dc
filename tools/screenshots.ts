// npm run screenshots: makes the pictures of docs/gallery.md from the demonstration study, in Chromium.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { figureDocument, pngFile } from "../cli/support/draw.ts";
import { launchBrowser, openOffline } from "../tests/support/chromium.ts";
import { demoFigures } from "../tests/support/demo-figures.ts";
import { runCli } from "../tests/support/run-cli.ts";
import { terminalPage } from "./terminal-page.ts";

const pictures = "docs/pictures";
const terminals: readonly (readonly [name: string, command: string])[] = [
  ["terminal-explain", "throughline explain C017 stability_5y"],
  ["terminal-tree", "throughline tree stability_5y --with age_at_index,authority,case_management"],
  ["terminal-compare", "throughline compare --by authority --outcome stable_5y --adjust age_band"],
];
/** Figures to show by themselves, by name. */
const figures = [
  "tree-2",
  "authority-funnel-150",
  "child-timeline",
  "tree-bootstrap",
  "state-distribution",
  "sensitivity-grid-stability-5y",
];

const folder = mkdtempSync(join(tmpdir(), "throughline-pictures-"));
const browser = await launchBrowser();
try {
  mkdirSync(pictures, { recursive: true });
  const study = join(folder, "study");
  await runCli(["demo", "study"], folder);
  await runCli(["run"], study);
  await picture(join(study, "output/review/report.html"), "report", 1280, 1500);
  await runCli(["report", "--for", "practice"], study);
  const practice = join(study, "output/review/practice.html");
  await picture(practice, "report-practice", 1280, 1500);
  await picture(practice, "report-stories", 1280, 1500, "#stories");
  await picture(practice, "report-telephone", 360, 1500, "#meeting");
  for (const [name, command] of terminals) {
    const { out } = await runCli(command.split(" ").slice(1), study, { outIsTerminal: true });
    const page = join(folder, `${name}.html`);
    writeFileSync(page, terminalPage(name, command, out));
    await picture(page, name, null, null);
  }
  for (const figure of demoFigures({ document: figureDocument(), width: 800 })) {
    if (figures.includes(figure.name)) {
      writeFileSync(join(pictures, `${figure.name}.png`), pngFile(figure, { scale: 1.5 }));
    }
  }
  await runCli(["notebook", "build"], study);
  const built = join(study, "output/private/notebooks");
  const first = readdirSync(built).find((file) => file.startsWith("04-"));
  if (first !== undefined) await picture(join(built, first), "notebook", 1280, 1500);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/** A picture of the top of a page, or of its first element where no size is given. */
async function picture(
  file: string,
  name: string,
  width: number | null,
  height: number | null,
  from?: string,
): Promise<void> {
  const viewport = { width: width ?? 1200, height: height ?? 900 };
  const { page, trouble, close } = await openOffline(browser, file, { viewport });
  await page.waitForTimeout(name === "notebook" ? 5000 : 200);
  if (trouble.length > 0) throw new Error(`${name}: ${trouble[0]}`);
  const path = join(pictures, `${name}.png`);
  // As a reader who has followed a link to it.
  if (from !== undefined)
    await page.evaluate((own) => document.querySelector(own)?.scrollIntoView(), from);
  if (width === null) await page.locator("body").screenshot({ path });
  else await page.screenshot({ path });
  await close();
}
