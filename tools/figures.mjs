// node tools/figures.mjs FOLDER [WIDTH…]: every figure of the demonstration study as SVG and PNG, to look at.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { register } from "tsx/esm/api";

register();
const { demoFigures } = await import("../tests/support/demo-figures.ts");
const { figureDocument, pngFile, svgFile } = await import("../cli/support/draw.ts");

const [folder, ...widths] = process.argv.slice(2);
if (folder === undefined) {
  console.error("Usage: node tools/figures.mjs FOLDER [WIDTH…]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
for (const width of widths.length > 0 ? widths.map(Number) : [320, 720, 1280]) {
  for (const figure of demoFigures({ document: figureDocument(), width })) {
    const file = join(folder, `${figure.name}-${width}`);
    writeFileSync(`${file}.svg`, svgFile(figure));
    writeFileSync(`${file}.png`, pngFile(figure, { scale: width < 480 ? 2 : 1 }));
  }
}
