import type { DerivedStudy } from "../../analysis/outcomes/derive-study.ts";
import { childStory } from "../../analysis/timeline/child-story.ts";
import { ownEvents } from "../../analysis/timeline/child-timeline.ts";
import { settingLetters } from "../../analysis/timeline/setting-letters.ts";
import { openEnd } from "../../analysis/timeline/timelines.ts";
import { calendarDate, dayNumber } from "../../data-dictionary/dates/day.ts";
import { wrapText } from "./wrap-text.ts";

interface Mark {
  readonly mark: string;
  readonly words: string;
}
const lanes: readonly (readonly [lane: string, marks: Readonly<Record<string, Mark>>])[] = [
  [
    "legal",
    {
      proceedings: { mark: "p", words: "proceedings" },
      order: { mark: "O", words: "order" },
    },
  ],
  [
    "plan",
    {
      plan_start: { mark: "[", words: "plan starts" },
      plan_end: { mark: "]", words: "plan ends" },
      condition_broken: { mark: "x", words: "condition broken" },
    },
  ],
  [
    "concern",
    {
      referral: { mark: "r", words: "referral" },
      incident: { mark: "!", words: "incident" },
    },
  ],
  [
    "response",
    {
      assessment: { mark: "a", words: "assessment or review" },
      review: { mark: "a", words: "assessment or review" },
      visit: { mark: "v", words: "visit" },
      strategy_meeting: { mark: "m", words: "strategy meeting" },
      closure: { mark: "C", words: "case closed" },
    },
  ],
];

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
      home[place] = settingLetters[stay.setting] ?? "o";
    }
  }
  const seen = new Set<string>();
  const marks = (types: Readonly<Record<string, Mark>>): string => {
    const line = Array<string>(columns).fill("·");
    const { day, type } = time.events;
    for (const event of ownEvents(time, child).own) {
      const found = types[type?.levels[type.codes[event] as number]?.value ?? ""];
      const when = day[event] as number;
      if (found === undefined || when < from || when > to) continue;
      line[at(when)] = found.mark;
      seen.add(`${found.mark} ${found.words}`);
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
  const shown = lanes.flatMap(([name, types]) => {
    const own = marks(types);
    return /^·*$/.test(own) ? [] : [line(name, own)];
  });
  const key = [
    ...(story.index === null ? [] : ["R return"]),
    "F follow-up",
    ...Object.entries(settingLetters)
      .filter(([, letter]) => used.has(letter))
      .map(
        ([setting, letter]) =>
          `${letter} ${setting === "parent" ? "home" : setting.replaceAll("_", " ")}`,
      ),
    ...seen,
  ]
    .map((each) => each.replaceAll(" ", "\u00a0")) // a mark and its word stay on one line
    .join(", ");
  return [
    line("", years.join("")),
    line("", signs.join("")),
    line("lives", home.join("")),
    ...shown,
    ...wrapText(key, label, width).map((each) => each.replaceAll("\u00a0", " ")),
  ].join("\n");
}
