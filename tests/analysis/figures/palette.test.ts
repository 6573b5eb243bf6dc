import { describe, expect, it } from "vitest";
import {
  categorical,
  categoryStyles,
  contrast,
  inkOn,
  paper,
  softInk,
} from "../../../analysis/figures/palette.ts";

describe("palette", () => {
  it("keeps 3:1 against the paper for every mark", () => {
    for (const fill of categorical) {
      expect(contrast(fill, paper)).toBeGreaterThanOrEqual(3);
    }
    for (const { outline } of categoryStyles(4, { ordered: true })) {
      expect(contrast(outline, paper)).toBeGreaterThanOrEqual(3);
    }
  });

  it("keeps 4.5:1 for words on marks and for soft words on paper", () => {
    for (const ordered of [true, false]) {
      for (const { fill } of categoryStyles(6, { ordered })) {
        expect(contrast(inkOn(fill), fill)).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(contrast(softInk, paper)).toBeGreaterThanOrEqual(6.9);
  });

  it("never tells two categories apart by colour alone", () => {
    const styles = categoryStyles(14);
    expect(new Set(styles.map((style) => style.letter)).size).toBe(14);
    expect(new Set(styles.map((style) => `${style.fill} ${style.hatch}`)).size).toBe(14);
  });
});
