import { isMap, isScalar, LineCounter, parseDocument, type YAMLError } from "yaml";
import type { z } from "zod";
import { InputError } from "../input-error.ts";
import { nearestName } from "../nearest-name.ts";

/**
 * A YAML file checked against a schema; anything wrong is said with its line and column.
 *
 * Tags, anchors' merge keys and duplicate keys are refused: a settings file is plain data. An unknown
 * key is refused with the nearest one there is.
 *
 * @throws {InputError} `bad-yaml` for text that is not YAML; `bad-setting` for what the schema refuses.
 */
export function readYaml<T extends z.ZodType>(text: string, file: string, schema: T): z.infer<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    merge: false,
    customTags: [],
    schema: "core",
    strict: true,
  });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [problem] = [...document.errors, ...document.warnings] as YAMLError[];
  if (problem !== undefined) {
    throw new InputError("bad-yaml", `${place(problem.pos[0])}: ${yamlProblem(problem)}.`);
  }
  const tagged = /(?:^|[\s[{,:-])(!{1,2}[A-Za-z<][^\s]*)/m.exec(withoutQuoted(text));
  if (tagged !== null) {
    throw new InputError(
      "bad-yaml",
      `${place(tagged.index)}: tags such as !x are not allowed here.`,
    );
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 20 });
  } catch {
    throw new InputError("bad-yaml", `${file}: too many aliases; write the values out.`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const sentences = result.error.issues.slice(0, 20).map((issue) => {
    const node = keyPlace(document, issue) ?? nearestNode(document, issue.path);
    return `${place(node)}: ${issueInWords(issue)}`;
  });
  throw new InputError(
    "bad-setting",
    `${sentences.join("\n  ")}`,
    "Correct the file and try again.",
  );
}

/** Where an unknown key stands, rather than the group it is in. */
function keyPlace(
  document: ReturnType<typeof parseDocument>,
  issue: z.core.$ZodIssue,
): number | null {
  if (issue.code !== "unrecognized_keys") return null;
  const group = issue.path.length === 0 ? document.contents : document.getIn(issue.path, true);
  if (!isMap(group)) return null;
  const key = group.items
    .map((pair) => pair.key)
    .find((each) => isScalar(each) && each.value === issue.keys[0]);
  return isScalar(key) ? (key.range?.[0] ?? null) : null;
}

function nearestNode(document: ReturnType<typeof parseDocument>, path: PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number] } | undefined;
    if (node?.range !== undefined) return node.range[0];
  }
  return 0;
}

function yamlProblem(problem: YAMLError): string {
  switch (problem.code) {
    case "DUPLICATE_KEY":
      return "this key stands twice in one place";
    case "TAG_RESOLVE_FAILED":
      return "tags such as !x are not allowed here";
    case "TAB_AS_INDENT":
      return "indent with spaces, not tabs";
    case "BAD_INDENT":
      return "the indentation does not fit the lines above";
    case "MISSING_CHAR":
      return "a closing quotation mark or bracket is missing";
    default:
      return "this is not valid YAML; a text with [ or : needs quotation marks round it";
  }
}

const withoutQuoted = (text: string): string =>
  text
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, (quoted) => " ".repeat(quoted.length))
    .replace(/#.*$/gm, (comment) => " ".repeat(comment.length));

function issueInWords(issue: z.core.$ZodIssue): string {
  const where = issue.path.length === 0 ? "the file" : issue.path.map(String).join(".");
  switch (issue.code) {
    case "unrecognized_keys": {
      const [key] = issue.keys;
      const known = (issue as { params?: { known?: string[] } }).params?.known ?? settingNames;
      const near = nearestName(key as string, known);
      return `${where} has a setting "${key}" that does not exist${near === null ? "" : `; did you mean ${near}?`}`;
    }
    case "invalid_type":
      return issue.message.endsWith("received undefined")
        ? `${where} is missing; it must be ${article(issue.expected)}`
        : `${where} must be ${article(issue.expected)}`;
    case "invalid_value":
      return `${where} must be one of: ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return `${where} must be at least ${issue.minimum}`;
    case "too_big":
      return `${where} must be at most ${issue.maximum}`;
    case "custom":
      return `${where} ${issue.message}`;
    default:
      return `${where} is not as it should be`;
  }
}

const article = (type: string): string =>
  ({
    string: "a text",
    number: "a number",
    array: "a list",
    object: "a group of settings",
    boolean: "true or false",
    record: "a group of settings",
  })[type] ?? `a ${type}`;

/** Every setting of study.yaml and rule files, for "did you mean". */
export const settingNames: readonly string[] = [
  "throughline",
  "title",
  "synthetic",
  "instrument",
  "source",
  "dialect",
  "codebook",
  "tables",
  "columns",
  "followUp",
  "windows",
  "rules",
  "bands",
  "plan",
  "published",
  "release",
  "encoding",
  "delimiter",
  "dates",
  "families",
  "children",
  "placements",
  "events",
  "ratings",
  "child",
  "family",
  "authority",
  "birth",
  "index",
  "years",
  "from",
  "to",
  "of",
  "cuts",
  "labels",
  "describe",
  "associate",
  "tree",
  "compare",
  "model",
  "with",
  "by",
  "event",
  "profile",
  "outcome",
  "pattern",
  "label",
  "level",
  "version",
  "values",
  "parameters",
  "grid",
  "first_match",
  "when",
  "then",
  "because",
  "else",
  "unknown",
  "tests",
  "name",
  "given",
  "expect",
  "item",
  "method",
  "boundary",
  "months",
  "mixed_below",
  "file",
  "unit",
  "folder",
  "repairs",
  "sensitive",
  "ssda903",
  "rollups",
  "drift",
];
