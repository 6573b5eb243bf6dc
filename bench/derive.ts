// Reading, checking and deriving 200,000 children with 1,000,000 placements, each by itself.
import { checkContext } from "../data-dictionary/checks/check-context.ts";
import { runChecks } from "../data-dictionary/checks/run-checks.ts";
import { isoDate } from "../data-dictionary/dates/day.ts";
import { loadStudy } from "../data-dictionary/study/load-study.ts";

const children = Number(process.argv[2] ?? 200_000);
const perChild = 5;
const settings = ["foster", "kin", "parent", "residential"];

/** Bytes of both tables, the same each time. */
function generate(): Map<string, Uint8Array> {
  let state = 12345;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
  const rows: string[] = ["child_id,family_id,authority,date_of_birth,index_date"];
  const spells: string[] = ["placement_id,child_id,start,end,setting,legal_status,carer_id"];
  for (let child = 0; child < children; child++) {
    const birth = 10_000 + next(3000);
    let day = birth + 400 + next(2000);
    rows.push(`c${child},f${child >> 1},A${next(7)},${isoDate(birth)},${isoDate(day)}`);
    for (let spell = 0; spell < perChild; spell++) {
      const end = day + 30 + next(400);
      const open = spell === perChild - 1 && next(3) === 0;
      const setting = settings[next(4)];
      spells.push(
        `p${child}-${spell},c${child},${isoDate(day)},${open ? "" : isoDate(end)},${setting},s20,k${child}-${spell}`,
      );
      day = end;
    }
  }
  const encode = (lines: string[]) => new TextEncoder().encode(`${lines.join("\n")}\n`);
  return new Map([
    ["children.csv", encode(rows)],
    ["placements.csv", encode(spells)],
    ["codebook.csv", encode([codebookHeader])],
    ["rules/stability.yaml", encode([rule])],
    [
      "study.yaml",
      encode([
        "throughline: 1",
        "title: Benchmark",
        "synthetic: true",
        "tables:",
        "  children: { file: children.csv }",
        "  placements: { file: placements.csv }",
        "rules: [rules/stability.yaml]",
      ]),
    ],
  ]);
}

const codebookHeader =
  '"Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max",Identifier?,"Branching Logic (Show field only if...)","Required Field?","Custom Alignment","Question Number (surveys only)","Matrix Group Name","Matrix Ranking?","Field Annotation"\nauthority,children,,text,Authority,,,,,,,,,,,,,\ndate_of_birth,children,,text,Born,,,date_ymd,,,,,,,,,,\nindex_date,children,,text,Return,,,date_ymd,,,,,,,,,,';
const rule = `outcome: stability_5y
label: Stability
level: child
version: 1
values: { stable_at_home: Home, stable_away: Away, unstable: Unstable, not_determinable: Not known }
parameters: { months: 12 }
first_match:
  - when: "[setting_at_follow_up] = 'parent' and [months_settled_at_follow_up] >= [months]"
    then: stable_at_home
    because: "At home and settled"
  - when: "[setting_at_follow_up] <> 'parent' and [months_settled_at_follow_up] >= [months]"
    then: stable_away
    because: "Away and settled"
  - else: unstable
    because: "Not settled"
unknown: not_determinable`;

const megabytes = (): string => `${Math.round(process.memoryUsage().rss / 1e6)} MB`;
function timed<T>(name: string, work: () => T): { readonly value: T; readonly seconds: number } {
  const start = performance.now();
  const value = work();
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${name.padEnd(10)} ${seconds.toFixed(2).padStart(7)} s   ${megabytes().padStart(8)}`,
  );
  return { value, seconds };
}

console.log(`${children} children, ${children * perChild} placements`);
const files = generate();
const read = timed("reading", () =>
  loadStudy({ read: (path) => files.get(path) ?? null, list: () => [...files.keys()] }),
);
const check = timed("checking", () => runChecks(read.value));
console.log(
  `           ${check.value.faults.length} faults, ${checkContext(read.value).childRow.size} children known`,
);
const { deriveStudy } = await import("../analysis/outcomes/derive-study.ts");
const derive = timed("deriving", () => deriveStudy(read.value));
const ratio = (check.seconds + derive.seconds) / read.seconds;
console.log(`checking plus deriving costs ${ratio.toFixed(2)} of reading`);
