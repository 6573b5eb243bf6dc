import type { DerivedStudy } from "../../analysis/outcomes/derive-study.ts";
import { childStory } from "../../analysis/timeline/child-story.ts";
import { openEnd } from "../../analysis/timeline/timelines.ts";
import { calendarDate, dayNumber } from "../../data-dictionary/dates/day.ts";

const letters: Readonly<Record<string, string>> = {
  parent: "H",
  kin: "k",
  foster: "f",
  residential: "r",
  adoption: "A",
  special_guardianship: "G",
  secure: "s",
  hospital: "h",
  independent: "i",
  custody: "c",
  other: "o",
  unknown: "?",
};

/**
 * A child's time line in letters, from a little before the first care to follow-up: where the child lived,
 * and marks for referrals, responses, incidents and orders.
 */
export function timelineText(derived: DerivedStudy, child: number, width: number): string {
  const { time } = derived;
  const story = childStory(time, child);
  if (story.stays.length === 0 || story.followUp === null) return "";
  const away =
    story.stays.find((stay) => stay.setting !== "parent")?.start ?? story.stays[0]?.start ?? 0;
  const from = Math.max(story.birth ?? away, Math.min(away, story.index ?? away) - 400);
  const to = story.followUp + 60;
  const label = 11;
  const columns = width - label;
  const at = (day: number): number =>
    Math.min(columns - 1, Math.max(0, Math.floor(((day - from) / (to - from)) * columns)));
  const home = Array<string>(columns).fill(" ");
  for (const stay of story.stays) {
    if (stay.end <= from) continue;
    for (
      let place = at(Math.max(stay.start, from));
      place <= at(Math.min(stay.end === openEnd ? to : stay.end, to));
      place++
    ) {
      home[place] = letters[stay.setting] ?? "o";
    }
  }
  const marks = (types: ReadonlyMap<string, string>): string => {
    const line = Array<string>(columns).fill("·");
    const { byFamily, day, type } = time.events;
    for (
      let row = byFamily.start[story.family] as number;
      row < (byFamily.start[story.family + 1] as number);
      row++
    ) {
      const event = byFamily.rows[row] as number;
      const name = type?.levels[type.codes[event] as number]?.value ?? "";
      const mark = types.get(name);
      const when = day[event] as number;
      if (mark !== undefined && when >= from && when <= to) line[at(when)] = mark;
    }
    return line.join("");
  };
  const years = Array<string>(columns).fill(" ");
  for (let year = calendarDate(from).year + 1; year <= calendarDate(to).year; year++) {
    const place = at(dayNumber(year, 1, 1) as number);
    if (place + 4 <= columns)
      for (const [index, digit] of [...String(year)].entries()) years[place + index] = digit;
  }
  const signs = Array<string>(columns).fill(" ");
  if (story.index !== null) signs[at(story.index)] = "R";
  signs[at(story.followUp)] = "F";
  const line = (name: string, text: string): string => `${name.padEnd(label)}${text.trimEnd()}`;
  const used = new Set(home.filter((letter) => letter !== " "));
  const key = Object.entries(letters)
    .filter(([, letter]) => used.has(letter))
    .map(
      ([setting, letter]) =>
        `${letter} ${setting === "parent" ? "home" : setting.replaceAll("_", " ")}`,
    )
    .join(", ");
  return `${[
    line("", years.join("")),
    line("", signs.join("")),
    line("lives", home.join("")),
    line(
      "legal",
      marks(
        new Map([
          ["proceedings", "p"],
          ["order", "O"],
        ]),
      ),
    ),
    line(
      "plan",
      marks(
        new Map([
          ["plan_start", "["],
          ["plan_end", "]"],
          ["condition_broken", "x"],
        ]),
      ),
    ),
    line(
      "concern",
      marks(
        new Map([
          ["referral", "r"],
          ["incident", "!"],
        ]),
      ),
    ),
    line(
      "response",
      marks(
        new Map([
          ["assessment", "a"],
          ["review", "a"],
          ["visit", "v"],
          ["strategy_meeting", "m"],
          ["closure", "C"],
        ]),
      ),
    ),
  ].join("\n")}\n${" ".repeat(label)}R return, F follow-up; ${key}\n`;
}
