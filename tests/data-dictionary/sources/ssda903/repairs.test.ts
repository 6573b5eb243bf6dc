import { describe, expect, it } from "vitest";
import { isoDate } from "../../../../data-dictionary/dates/day.ts";
import { readReturns } from "../../../../data-dictionary/sources/ssda903/read-returns.ts";
import {
  repairEpisodes,
  ssda903Repairs,
} from "../../../../data-dictionary/sources/ssda903/repair-episodes.ts";
import { codeStanding } from "../../../../data-dictionary/sources/ssda903/ssda903-codes.ts";

const header =
  "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN";

/** Episodes of one child as [year, DECOM, RNE, DEC, REC], files labelled by the year in which they end. */
function episodes(rows: readonly (readonly [number, string, string, string, string])[]) {
  const years = [...new Set(rows.map(([year]) => year))];
  return readReturns(
    years.map((year) => ({
      path: `${year}/episodes.csv`,
      bytes: Buffer.from(
        `${header}\n${rows
          .filter((row) => row[0] === year)
          .map(([, start, rne, end, rec]) => `1,${start},${rne},C2,N1,U4,PR1,${end},${rec},,,,\n`)
          .join("")}`,
      ),
    })),
    { yearLabel: "end" },
  ).episodes;
}

const shown = (list: ReturnType<typeof episodes>): string[] =>
  list.map(({ start, end, rec, reason }) =>
    `${isoDate(start)} to ${end === null ? "open" : isoDate(end)} ${rec}${reason === "" ? "" : ` ${reason}`}`.trim(),
  );

/** A later return of another child keeps the earlier ones from being the authority's latest. */
const later = [2021, "01/04/2020", "S", "", ""] as const;

const cases: readonly (readonly [
  step: keyof typeof ssda903Repairs,
  rule: string,
  rows: readonly (readonly [number, string, string, string, string])[],
  repaired: readonly string[],
])[] = [
  ["clear-rec-of-open", "148", [[2021, "01/06/2020", "S", "", "X1"]], ["2020-06-01 to open"]],
  [
    "latest-row-per-start",
    "RULE_3 and RULE_3A",
    [
      [2020, "01/06/2019", "S", "", ""],
      [2021, "01/06/2019", "S", "05/05/2020", "E4A"],
    ],
    ["2019-06-01 to 2020-05-05 E4A"],
  ],
  [
    "close-stale-at-year-end",
    "RULE_2: no next episode",
    [[2019, "01/06/2018", "S", "", ""]],
    ["2018-06-01 to 2019-03-31 E99"],
  ],
  [
    "close-stale-before-new-period",
    "RULE_1A: the next starts with S, after the year's end",
    [
      [2019, "01/06/2018", "S", "", ""],
      [2020, "10/09/2019", "S", "01/10/2019", "E4A"],
    ],
    ["2018-06-01 to 2019-03-31 E99", "2019-09-10 to 2019-10-01 E4A"],
  ],
  [
    "close-stale-before-new-period",
    "RULE_1A: the next starts with S, before the year's end",
    [
      [2019, "01/06/2018", "S", "", ""],
      [2020, "10/01/2019", "S", "01/10/2019", "E4A"],
    ],
    ["2018-06-01 to 2019-01-09 E99", "2019-01-10 to 2019-10-01 E4A"],
  ],
  [
    "close-stale-at-next",
    "RULE_1: otherwise, with a new placement",
    [
      [2019, "01/06/2018", "S", "", ""],
      [2020, "10/09/2019", "P", "01/10/2019", "E4A"],
    ],
    ["2018-06-01 to 2019-09-10 X1 LIIAF", "2019-09-10 to 2019-10-01 E4A"],
  ],
  [
    "close-stale-at-next",
    "RULE_1: otherwise, with a new legal status only",
    [
      [2019, "01/06/2018", "S", "", ""],
      [2020, "10/09/2019", "L", "01/10/2019", "E4A"],
    ],
    ["2018-06-01 to 2019-09-10 X1", "2019-09-10 to 2019-10-01 E4A"],
  ],
  [
    "trim-overlap",
    "RULE_4: overlap with a later submission",
    [
      [2020, "01/06/2019", "S", "20/09/2019", "X1"],
      [2021, "10/09/2019", "P", "01/10/2019", "E4A"],
    ],
    ["2019-06-01 to 2019-09-10 X1", "2019-09-10 to 2019-10-01 E4A"],
  ],
  [
    "close-gap",
    "RULE_5: gap with X1",
    [
      [2020, "01/06/2019", "S", "05/09/2019", "X1"],
      [2020, "10/09/2019", "P", "01/10/2019", "E4A"],
    ],
    ["2019-06-01 to 2019-09-10 X1", "2019-09-10 to 2019-10-01 E4A"],
  ],
];

describe("each repair by itself", () => {
  it.each(cases)("%s (%s)", (step, _rule, rows, repaired) => {
    const all = [...episodes(rows), ...episodes([later]).map((each) => ({ ...each, child: "2" }))];
    const own = (list: typeof all) => shown(list.filter((each) => each.child === "1"));
    const on = repairEpisodes(all, new Set([step]));
    expect(own([...on.episodes])).toEqual(repaired);
    const logged = on.steps.find((each) => each.step === step);
    expect(logged).toMatchObject({ applied: true, rows: 1 });
    expect(logged?.where).toHaveLength(1);
    // Switched off, it says what it would have done and does nothing.
    const off = repairEpisodes(all, new Set());
    expect(own([...off.episodes])).toEqual(own(all));
    expect(off.steps.find((each) => each.step === step)).toMatchObject({ applied: false, rows: 1 });
  });

  it("has a case for every repair", () => {
    expect(
      Object.keys(ssda903Repairs).filter((step) => !cases.some(([own]) => own === step)),
    ).toEqual([]);
  });

  it("leaves alone what needs none: an end on the day the next begins, and time between periods", () => {
    const rows = episodes([
      [2020, "01/06/2019", "S", "10/09/2019", "X1"],
      [2020, "10/09/2019", "P", "01/10/2019", "E4A"],
      [2020, "01/02/2020", "S", "05/02/2020", "E4B"],
      [2020, "05/02/2020", "S", "", ""],
    ]);
    const { episodes: kept, steps } = repairEpisodes(rows);
    expect(shown([...kept])).toEqual(shown(rows));
    expect(steps.map((each) => each.rows)).toEqual(steps.map(() => 0));
  });
});

describe("codes by year", () => {
  it.each([
    ["SEX", "1", [2017, 2024], [2025, 2026]],
    ["SEX", "M", [2025, 2026], [2017, 2024]],
    ["SEX", "U", [2025], [2024]],
    ["REC", "E43", [2017, 2018], [2019, 2026]],
    ["REC", "E45", [2019, 2026], [2018]],
    ["REASON_PLACE_CHANGE", "CUSTOD", [2019], [2018]],
    ["ACTIV", "F3", [2021], [2022]],
    ["ACTIV", "P4", [2022], [2021]],
    ["PLACE", "K3", [2025], [2024]],
    ["PLACE", "Z1", [2024, 2025], [2026]],
    ["PLACE", "Z11", [2026], [2025]],
    ["PLACE", "H5", [2025], [2026]],
    ["PLACE", "P2", [2025], [2026]],
  ] as const)("%s %s", (column, code, valid, other) => {
    for (const year of valid) expect(codeStanding(column, code, year), `${year}`).toBe("valid");
    for (const year of other)
      expect(codeStanding(column, code, year), `${year}`).toBe("other-years");
  });

  it("names the year in the message", () => {
    const { faults } = readReturns(
      [
        {
          path: "2019/episodes.csv",
          bytes: Buffer.from(`${header}\n1,01/06/2018,S,C2,N1,Z11,PR1,,,,,,\n`),
        },
      ],
      { yearLabel: "end" },
    );
    expect(faults.map(({ code, message }) => `${code}: ${message}`)).toMatchInlineSnapshot(`
      [
        "code-of-other-years: PLACE has a code that is not valid in the return for 2018/19",
      ]
    `);
  });
});
