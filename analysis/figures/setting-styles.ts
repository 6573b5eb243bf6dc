import { settingLetters } from "../timeline/setting-letters.ts";
import { type CategoryStyle, type Hatch, paper, softInk } from "./palette.ts";

const looks: Readonly<Record<string, readonly [fill: string, hatch: Hatch | null]>> = {
  parent: ["#12436D", null],
  kin: ["#A285D1", null],
  foster: ["#28A197", null],
  residential: ["#F46A25", null],
  adoption: ["#801650", null],
  special_guardianship: ["#801650", "rising"],
  secure: ["#3D3D3D", "cross"],
  hospital: ["#A285D1", "cross"],
  respite: ["#28A197", "rising"],
  independent: ["#3D3D3D", null],
  custody: ["#3D3D3D", "rising"],
  other: ["#F46A25", "dots"],
};

/** The look of a setting, the same in every figure, with its letter. */
export function settingStyle(setting: string): CategoryStyle {
  const letter = settingLetters[setting] ?? "o";
  if (setting === "unknown") return { fill: paper, hatch: "rising", letter, outline: softInk };
  const [fill, hatch] = looks[setting] ?? (looks.other as (typeof looks)[string]);
  return { fill, hatch, letter, outline: fill };
}
