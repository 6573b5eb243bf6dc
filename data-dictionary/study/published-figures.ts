import { z } from "zod";
import { InputError } from "../input-error.ts";
import { readYaml } from "./read-yaml.ts";

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, "must be a name: letters, digits and _");
const printed = z
  .string()
  .regex(/^-?\d{1,6}(\.\d{1,4})?$/, 'must be the number as printed, in quotes, such as "86"');
const answers = z.union([z.string(), z.array(z.string()).min(1)]);

const figure = z
  .strictObject({
    label: z.string(),
    variable: name,
    /** The answer or answers counted; left out for a mean. */
    value: answers.optional(),
    /** Only those with this answer to another variable. */
    within: z.strictObject({ variable: name, value: answers }).optional(),
    /** What the print counts. It is never assumed: "not stated" must be said. */
    unit: z.enum(["child", "family", "not stated"]),
    count: z.number().int().min(0).optional(),
    n: z.number().int().min(1).optional(),
    percent: printed.optional(),
    mean: printed.optional(),
    sd: printed.optional(),
    source: z.string(),
    note: z.string().optional(),
  })
  .refine((each) => (each.value !== undefined) !== (each.mean !== undefined), {
    message: "must have either value (with percent or count) or mean",
  });

/** published.yaml: figures that a publication printed, to stand beside ours. */
export const publishedSchema = z.strictObject({
  title: z.string(),
  sources: z.record(z.string(), z.string()),
  figures: z.array(figure).min(1),
});

export type PublishedFigures = z.infer<typeof publishedSchema>;
export type PublishedFigure = PublishedFigures["figures"][number];

/**
 * Reads published figures, as printed, with their unit and source.
 *
 * @throws {InputError} `bad-yaml`, `bad-setting` with line and column; an unknown source or unit.
 * @example
 * parsePublished('title: T\nsources: { S: Slides }\nfigures:\n  - { label: Boys, variable: sex, value: boy, unit: child, percent: "59", source: S }\n', "published.yaml").figures.length // => 1
 */
export function parsePublished(text: string, file: string): PublishedFigures {
  const published = readYaml(text, file, publishedSchema);
  const strange = published.figures.find((each) => !(each.source in published.sources));
  if (strange !== undefined) {
    throw new InputError(
      "bad-setting",
      `${file}: the figure ${strange.label} names the source ${strange.source}, which is not listed under sources.`,
      `The sources are: ${Object.keys(published.sources).join(", ")}.`,
    );
  }
  return published;
}
