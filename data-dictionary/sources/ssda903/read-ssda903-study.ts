import type { Fault } from "../../fault.ts";
import { InputError } from "../../input-error.ts";
import type {
  LoggedStep,
  Reconciliation,
  SourceMeasure,
  StudyFiles,
} from "../../study/load-study.ts";
import type { StudyConfig } from "../../study/study-schema.ts";
import type { Dataset } from "../../table/dataset.ts";

export interface Ssda903Study {
  readonly tables: ReadonlyMap<string, Dataset>;
  readonly faults: readonly Fault[];
  readonly reconciliation: readonly Reconciliation[];
  readonly steps: readonly LoggedStep[];
  readonly measures: readonly SourceMeasure[];
}

/** Reads the SSDA903 files of a study. */
export function readSsda903Study(_files: StudyFiles, _config: StudyConfig): Ssda903Study {
  throw new InputError("not-ready", "SSDA903 files cannot be read yet.");
}
