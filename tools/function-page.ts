import { readFileSync } from "node:fs";

/** A folder of functions as one page: what each means, how it is called, what it refuses, an example. */
export function functionPage(folder: string, files: readonly string[]): string {
  const functions = files.flatMap(functionsOf);
  const parts = [
    "<!-- Made by `npm run docs` from the doc comments; do not edit. -->",
    `# ${folder}`,
    functions.map(({ name }) => `[${name}](#${name.toLowerCase()})`).join(" · "),
    ...functions.flatMap(({ name, file, signature, comment }) => [
      `## ${name}`,
      `\`\`\`ts\n${signature}\n\`\`\``,
      ...commentParts(comment),
      `Source: [${file}](../../${file})`,
    ]),
  ];
  return `${parts.join("\n\n")}\n`;
}

interface DocumentedFunction {
  readonly name: string;
  readonly file: string;
  readonly signature: string;
  readonly comment: string;
}

function functionsOf(file: string): DocumentedFunction[] {
  const source = readFileSync(file, "utf8");
  const pattern = /\/\*\*((?:[^*]|\*(?!\/))*)\*\/\nexport ((?:async )?function\*? (\w+))/g;
  return [...source.matchAll(pattern)].map((match) => ({
    name: match[3] as string,
    file,
    signature: signatureAt(source, match.index + match[0].length - (match[2] as string).length),
    comment: (match[1] as string).replaceAll(/^\s*\*? ?/gm, "").trim(),
  }));
}

/** From `function` to the brace that opens its body. */
function signatureAt(source: string, start: number): string {
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    const character = source[at] as string;
    const opensBody =
      character === "{" && depth === 0 && /[\w>\])"}|] $/.test(source.slice(start, at));
    if (opensBody && source.slice(start, at).includes(")")) return source.slice(start, at).trim();
    if ("([{<".includes(character)) depth++;
    if (")]}".includes(character) || (character === ">" && source[at - 1] !== "=")) depth--;
  }
  return source.slice(start, source.indexOf("\n", start));
}

function commentParts(comment: string): string[] {
  const [prose = "", ...tags] = comment.split(/^@/m);
  const parts = prose
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => escaped(paragraph.replaceAll("\n", " ")));
  const list: string[] = [];
  for (const tag of tags) {
    const [, kind = "", text = ""] = /^(\w+)\s*([\s\S]*)$/.exec(tag.trim()) ?? [];
    const flat = escaped(text.replaceAll("\n", " "));
    if (kind === "param") list.push(`- ${flat.replace(/^([\w.]+)(?: -)?/, "`$1`:")}`);
    else if (kind === "returns") list.push(`- returns: ${flat}`);
    else if (kind === "throws") list.push(`- throws: ${flat}`);
    else if (kind === "see") list.push(`- source: ${flat}`);
    else if (kind === "example") parts.push(`\`\`\`ts\n${text.trim()}\n\`\`\``);
  }
  return list.length === 0 ? parts : [...parts, list.join("\n")];
}

/** Comparison signs and bars are text here, not HTML. */
function escaped(text: string): string {
  return text.replaceAll("<", "&lt;").replaceAll(/\{@link (\w+)\}/g, "`$1`");
}
