import { InputError } from "../../data-dictionary/input-error.ts";
import type { LoadedStudy } from "../../data-dictionary/study/load-study.ts";

/**
 * Where a study's data are to go, as the next thing to do.
 *
 * @param folder - The study folder as the reader would type it; empty for here.
 */
export function fillInWords({ config }: Pick<LoadedStudy, "config">, folder = ""): string {
  const place = (path: string): string => (folder === "" ? path : `${folder}/${path}`);
  if (config.source === "ssda903")
    return `Copy the yearly SSDA903 CSV files into ${place(config.ssda903?.folder ?? "data")}.`;
  const files = Object.values(config.tables).map(({ file }) => file);
  const list =
    files.length < 2 ? files.join("") : `${files.slice(0, -1).join(", ")} and ${files.at(-1)}`;
  return `Fill in ${folder === "" ? list : `${list} in ${folder}`}: a header is there, and ${config.codebook} says what each column may hold.`;
}

/**
 * Stops before an analysis of nothing.
 *
 * @throws {InputError} `no-rows` when the study has no children, or none of its rows could be used.
 */
export function refuseEmptyStudy(loaded: LoadedStudy): void {
  const { config, reconciliation, tables } = loaded;
  if ((tables.get("children")?.rowCount ?? 1) > 0) return;
  const rows = reconciliation
    .filter(({ table }) => table === "children" || config.source === "ssda903")
    .reduce((sum, file) => sum + file.rowsRefused, 0);
  const file = config.tables.children?.file;
  if (rows > 0) {
    throw new InputError(
      "no-rows",
      `There is nothing to analyse: none of the ${rows} rows of ${file ?? "the returns"} could be used.`,
      "See why with throughline check.",
    );
  }
  throw new InputError(
    "no-rows",
    `There is nothing to analyse yet: ${file === undefined ? "there are no returns" : `${file} holds only its header`}.`,
    `${fillInWords(loaded)}${config.instrument === undefined ? "" : ` To see the plan at work on invented data first: throughline init try-it --instrument ${config.instrument} --with-data`}`,
  );
}
