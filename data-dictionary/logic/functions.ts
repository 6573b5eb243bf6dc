/** A function of the condition language: how many operands it takes and what it does. */
export interface LogicFunction {
  readonly least: number;
  readonly most: number;
  /** What it gives: a number, a text, or true or false. */
  readonly gives: "number" | "text" | "truth";
  readonly meaning: string;
}

/** The functions of the language; any other is named and refused. */
export const logicFunctions: ReadonlyMap<string, LogicFunction> = new Map([
  ["if", { least: 3, most: 3, gives: "number", meaning: "if(condition, then, else)" }],
  ["round", { least: 1, most: 2, gives: "number", meaning: "round(number, decimals)" }],
  ["roundup", { least: 1, most: 1, gives: "number", meaning: "roundup(number)" }],
  ["rounddown", { least: 1, most: 1, gives: "number", meaning: "rounddown(number)" }],
  ["abs", { least: 1, most: 1, gives: "number", meaning: "abs(number)" }],
  ["min", { least: 1, most: 99, gives: "number", meaning: "min(number, …), of those known" }],
  ["max", { least: 1, most: 99, gives: "number", meaning: "max(number, …), of those known" }],
  ["sum", { least: 1, most: 99, gives: "number", meaning: "sum(number, …), of those known" }],
  ["mean", { least: 1, most: 99, gives: "number", meaning: "mean(number, …), of those known" }],
  ["isnumber", { least: 1, most: 1, gives: "truth", meaning: "isnumber(value)" }],
  [
    "isblankormissingcode",
    { least: 1, most: 1, gives: "truth", meaning: "isblankormissingcode([field])" },
  ],
  [
    "datediff",
    {
      least: 3,
      most: 4,
      gives: "number",
      meaning: 'datediff([from], [to], "d" | "M" | "y", signed true or false)',
    },
  ],
  ["contains", { least: 2, most: 2, gives: "truth", meaning: 'contains([field], "text")' }],
] as const);
