import { z } from "zod";
import { driftSchema } from "./drift-schema.ts";

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, "must be a name: letters, digits and _");
const names = z.array(name).min(1);
const path = z.string().min(1);

const sectionCode = z
  .string()
  .regex(/^R([1-9]|[12]\d|30)$/, "must be the number of a report's section, R1 to R30");

const planned = {
  title: z.string().optional(),
  note: z.string().optional(),
  /** Which of the numbered sections of a report this analysis answers: R3, or [R14, R17]. */
  section: z.union([sectionCode, z.array(sectionCode).min(1)]).optional(),
};

/** One analysis of the plan; `throughline run` does them in order. */
export const planItemSchema = z.union([
  z.strictObject({
    describe: names,
    by: name.nullish(),
    unit: z.enum(["child", "family"]).optional(),
    multi: z.boolean().optional(),
    ...planned,
  }),
  z.strictObject({
    associate: name,
    with: names,
    by: name.nullish(),
    unit: z.enum(["child", "family"]).optional(),
    ...planned,
  }),
  z.strictObject({
    tree: name,
    with: names,
    cuts: z.record(z.string(), z.array(z.number())).optional(),
    ...planned,
  }),
  z.strictObject({
    compare: name,
    /** Without it, every value of the outcome is compared. */
    event: z.array(z.string()).min(1).optional(),
    by: name.optional(),
    /** A column of years or waves: a run chart for each authority. */
    time: name.optional(),
    adjust: names.optional(),
    reference: z.string().optional(),
    unit: z.enum(["child", "family"]).optional(),
    ...planned,
  }),
  z.strictObject({
    model: name,
    with: z.array(z.string()).min(1),
    event: z.array(z.string()).optional(),
    reference: z.record(z.string(), z.string()).optional(),
    ...planned,
  }),
  /** How grades changed from before to after, area by area: [before, after] for each. */
  z.strictObject({
    change: z.array(z.tuple([name, name])).min(1),
    better: z.enum(["lower", "higher"]).default("higher"),
    ...planned,
  }),
  /** The share that gave an answer in each wave of a survey, and how it changed. */
  z.strictObject({
    waves: names,
    over: name,
    by: name.nullish(),
    event: z.string().default("1"),
    ...planned,
  }),
  z.strictObject({ agree: z.union([names, z.literal("all")]), ...planned }),
]);

/** study.yaml: what the study is, where its files are and what is to be done. */
export const studySchema = z.strictObject({
  throughline: z.literal(1),
  title: z.string(),
  synthetic: z.boolean().default(false),
  /** What only the study team can say, in its own words: printed in the report and named by its checklists. */
  about: z
    .strictObject({
      background: z.string(),
      aims: z.string(),
      design: z.string(),
      setting: z.string(),
      choosing: z.string(),
      matching: z.string(),
      bias: z.string(),
      size: z.string(),
      linkage: z.string(),
      access: z.string(),
      reading: z.string(),
      applies_to: z.string(),
      funding: z.string(),
    })
    .partial()
    .default({}),
  instrument: z.string().optional(),
  source: z.enum(["tables", "ssda903"]).default("tables"),
  ssda903: z
    .strictObject({
      folder: path.default("data"),
      /** Is a file's year the one in which the return begins or ends? */
      yearLabel: z.enum(["start", "end", "auto"]).default("auto"),
      repairs: z.array(z.string()).optional(),
      counting: z.record(z.string(), z.union([z.boolean(), z.string()])).optional(),
      authority: z.string().optional(),
    })
    .optional(),
  dialect: z
    .strictObject({
      encoding: z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1252"]).optional(),
      delimiter: z.string().optional(),
      dates: z.enum(["ymd", "dmy", "mdy", "excel", "excel-1904"]).default("ymd"),
    })
    .default({ dates: "ymd" }),
  codebook: path.default("codebook.csv"),
  tables: z
    .record(
      name,
      z.strictObject({
        file: path,
        /** What one row is, in the singular, such as review. */
        unit: z.string().optional(),
        /** The codebook's form for the table, when it has another name. */
        form: name.optional(),
        /** How many rows the file must have after its header, blank ones not counted. */
        rows: z.number().int().min(0).optional(),
      }),
    )
    .default({}),
  columns: z
    .strictObject({
      child: name.default("child_id"),
      family: name.default("family_id"),
      authority: name.default("authority"),
      birth: name.default("date_of_birth"),
      index: name.default("index_date"),
    })
    .prefault({}),
  followUp: z.strictObject({ years: z.number().positive().max(30) }).default({ years: 5 }),
  windows: z
    .record(z.string(), z.strictObject({ from: z.number().min(-600), to: z.number().max(600) }))
    .default({}),
  rules: z.array(path).default([]),
  bands: z
    .record(
      name,
      z.strictObject({
        of: name,
        cuts: z.array(z.number()).min(1),
        labels: z.array(z.string()).min(2),
        label: z.string().optional(),
      }),
    )
    .default({}),
  /** Variables put together from parts: yes if any part is yes, no only if all are no. */
  rollups: z.record(name, z.strictObject({ any: names, label: z.string().optional() })).default({}),
  /** Yes for some values of a categorical variable, no for others; the rest cannot be judged. */
  yes_no: z
    .record(name, z.strictObject({ of: name, yes: names, no: names, label: z.string().optional() }))
    .default({}),
  sensitive: names.optional(),
  drift: driftSchema.prefault({}),
  plan: z.array(planItemSchema).default([]),
  published: path.optional(),
  release: z
    .strictObject({
      profile: z.string().default("children-strict"),
      raise: z.record(z.string(), z.number()).optional(),
      reason: z.string().optional(),
      authorities: z.enum(["letters", "names"]).optional(),
    })
    .default({ profile: "children-strict" }),
  seed: z.number().int().min(0).default(1),
});

export type StudyConfig = z.infer<typeof studySchema>;
export type PlanItem = z.infer<typeof planItemSchema>;

const cell = z.union([z.string(), z.number(), z.null()]);
const values = z.record(z.string(), z.string());
const ruleTest = z.strictObject({
  name: z.string(),
  given: z.record(z.string(), cell),
  expect: z.string(),
});
const common = {
  label: z.string(),
  version: z.number().int().positive(),
  source: z.string().optional(),
  note: z.string().optional(),
  parameters: z.record(name, z.union([z.number(), z.string()])).default({}),
  grid: z.record(name, z.array(z.union([z.number(), z.string()])).min(1)).default({}),
  values,
  /** What each value means, in a plain sentence, for readers who do not code. */
  meanings: z.record(z.string(), z.string()).optional(),
};

/** An outcome: a decision table, the first row that holds wins. */
export const outcomeRuleSchema = z.strictObject({
  outcome: name,
  level: z.enum(["child", "family"]),
  ...common,
  ordered: z.boolean().default(false),
  first_match: z
    .array(
      z.union([
        // biome-ignore lint/suspicious/noThenProperty: `then` is the rule file's own word
        z.strictObject({ when: z.string(), then: z.string(), because: z.string() }),
        z.strictObject({ else: z.string(), because: z.string() }),
      ]),
    )
    .min(1),
  unknown: z.string(),
  tests: z.array(ruleTest).default([]),
});

/** A pattern of case management: dated ratings, judged by phase. */
export const patternRuleSchema = z.strictObject({
  pattern: name,
  level: z.literal("family"),
  ...common,
  item: z.string(),
  method: z.enum(["two-phase", "change-point"]),
  boundary: z
    .strictObject({ event: z.literal("index"), months: z.number().default(0) })
    .default({ event: "index", months: 0 }),
  mixed_below: z.number().min(0.5).max(1).default(0.7),
  least_months: z.number().min(0).default(6),
  unknown: z.string().default("not_determinable"),
  tests: z
    .array(
      z.strictObject({
        name: z.string(),
        /** Ratings as [from month, to month, value], months counted from the index date. */
        ratings: z.array(z.tuple([z.number(), z.number(), z.string()])),
        expect: z.string(),
      }),
    )
    .default([]),
});

export const ruleFileSchema = z.union([outcomeRuleSchema, patternRuleSchema]);

export type OutcomeRule = z.infer<typeof outcomeRuleSchema> & { readonly file: string };
export type PatternRule = z.infer<typeof patternRuleSchema> & { readonly file: string };
export type RuleFile = OutcomeRule | PatternRule;
