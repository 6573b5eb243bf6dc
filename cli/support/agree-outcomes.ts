import type { OutcomeAgreement } from "../../analysis/outcomes/outcome-agreement.ts";
import { counted } from "../../analysis/words/number-text.ts";
import type { Io } from "../io.ts";
import { styler } from "./style.ts";
import { textTable } from "./text-table.ts";
import { wrapped } from "./wrap-text.ts";

/** Which facts decided where an outcome's codes differ: counts, no cases. */
export function decidedText(
  { label, ratedItems, decided, item }: OutcomeAgreement,
  io: Io,
): string {
  const width = Math.min(io.width, 80);
  const basis = wrapped(
    `${label} was derived under each coder's ratings of ${ratedItems.join(", ")}; all else is the same.`,
    width,
  );
  if (decided.length === 0) return `\n${basis}`;
  return `\n${basis}\n${styler(io)("bold", `${label}: the fact that decided where codes differ`)}\n${textTable(
    [{ header: "Fact" }, { header: "cases", align: "right" }],
    decided.map((each) => [each.label, String(each.count)]),
    io.width,
  )}Which cases:\n  throughline agree --outcome ${item} --disagreements ${item}\n`;
}

/** The cases whose derived code differs, by the fact that decided it: case level, for the screen only. */
export function outcomeDisagreements(outcome: OutcomeAgreement, io: Io): string {
  const { ratings, categoryLabels, disagreements, subjects, decided } = outcome;
  const coders = ratings.coders.length;
  const title = styler(io)("bold", `${outcome.label}: where the codes derived for coders differ`);
  const summary = `${counted(disagreements.length, "case", "cases")} of ${ratings.cases} with different codes.\n`;
  const blocks = decided.map(({ fact, label }) => {
    const rows = disagreements
      .filter((each) => each.fact === fact)
      .flatMap(({ at, values }) =>
        values.flatMap((value, place) => {
          if (value === null) return [];
          const code = ratings.codes[at * coders + place] as number;
          const own = code < 0 ? "Not determinable" : (categoryLabels[code] ?? "");
          return [[subjects[at] ?? "", ratings.coders[place] ?? "", own, value]];
        }),
      );
    return `\n${label}\n${textTable(
      ["Child or family", "Coder", "Code", "Fact"].map((header) => ({ header })),
      rows.map((row, place) => (rows[place - 1]?.[0] === row[0] ? ["", ...row.slice(1)] : row)),
      io.width,
    )}`;
  });
  const warning =
    disagreements.length === 0
      ? ""
      : "\nCase level: for this screen only, never to be sent or published.\n";
  return `${title}\n${summary}${blocks.join("")}${warning}`;
}
