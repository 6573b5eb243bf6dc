import { z } from "zod";
import { InputError } from "../input-error.ts";
import { nearestName } from "../nearest-name.ts";
import { readYaml } from "../study/read-yaml.ts";

/** A named set of disclosure rules; docs/disclosure.md explains each line. */
export interface Profile {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  /** The smallest count that may be shown: counts from 1 to one less are hidden. */
  readonly threshold: number;
  /** What becomes of a count of nought. */
  readonly zeros: "shown" | "hidden" | "hidden-if-sensitive";
  /** Counts that are shown are rounded to the nearest multiple; 1 leaves them. */
  readonly roundTo: number;
  /** A cell needs at least so many families behind it. */
  readonly minimumFamilies: number;
  /** What stands in place of a hidden count. */
  readonly symbol: string;
  /** Least residual degrees of freedom for a model. */
  readonly residualDf: number;
  /** Most parameters a model may have, as a share of its rows. */
  readonly parameterShare: number;
  /** Least children in a tree's parent and child nodes, as multiples of the threshold. */
  readonly treeParent: number;
  readonly treeChild: number;
  /** Are authorities shown by letter unless the study allows names? */
  readonly letterAuthorities: boolean;
}

const profileSchema = z.strictObject({
  version: z.number().int().positive(),
  title: z.string(),
  threshold: z.number().int().min(2).max(1000).nullable(),
  zeros: z.enum(["shown", "hidden", "hidden-if-sensitive"]),
  roundTo: z.number().int().min(1).max(100),
  minimumFamilies: z.number().int().min(1).max(100),
  symbol: z.string().regex(/^[^\d\s,"=+@-][^,"\d]*$/, "must be a sign that is not a number"),
  residualDf: z.number().int().min(0),
  parameterShare: z.number().positive().max(1),
  treeParent: z.number().min(1),
  treeChild: z.number().min(1),
  letterAuthorities: z.boolean(),
});

const fileSchema = z.strictObject({
  throughline_profiles: z.literal(1),
  profiles: z.record(z.string(), profileSchema),
});

/** Profiles as written, where the threshold may be left for the study to state. */
export type WrittenProfile = Omit<Profile, "threshold"> & { readonly threshold: number | null };

/**
 * The profiles of a profiles.yaml, by name.
 *
 * @throws {InputError} `bad-yaml`, `bad-setting` with line and column.
 */
export function readProfiles(text: string, file: string): ReadonlyMap<string, WrittenProfile> {
  const { profiles } = readYaml(text, file, fileSchema);
  return new Map(Object.entries(profiles).map(([name, rules]) => [name, { name, ...rules }]));
}

/** A profile as a study uses it, with what the study changed. */
export interface ChosenProfile {
  readonly profile: Profile;
  readonly changes: readonly {
    readonly setting: string;
    readonly from: number | null;
    readonly to: number;
  }[];
  /** The study's written reason for a rule that is less strict than the profile's; printed in the pack. */
  readonly reason: string | null;
}

/** The settings a study may change, and which way is stricter. */
const stricter: Readonly<Record<string, "higher" | "lower">> = {
  threshold: "higher",
  roundTo: "higher",
  minimumFamilies: "higher",
  residualDf: "higher",
  parameterShare: "lower",
  treeParent: "higher",
  treeChild: "higher",
};

/**
 * The profile a study asks for, with the study's own stricter rules. A less strict rule needs a written
 * reason.
 *
 * @param raise - Settings of the study in place of the profile's.
 * @throws {InputError} `unknown-profile`, `unknown-rule`, `lowered-without-reason`, `no-threshold`,
 * `rounding-too-coarse`.
 */
export function chooseProfile(
  profiles: ReadonlyMap<string, WrittenProfile>,
  name: string,
  raise: Readonly<Record<string, number>> = {},
  reason: string | null = null,
): ChosenProfile {
  const written = profiles.get(name);
  if (written === undefined) {
    const near = nearestName(name, [...profiles.keys()]);
    throw new InputError(
      "unknown-profile",
      `There is no disclosure profile named ${name}.`,
      near === null ? `There are: ${[...profiles.keys()].join(", ")}.` : `Did you mean ${near}?`,
    );
  }
  const rules: Record<string, unknown> = { ...written };
  const changes: { setting: string; from: number | null; to: number }[] = [];
  let lowered = false;
  for (const [setting, to] of Object.entries(raise)) {
    const direction = stricter[setting];
    if (
      direction === undefined ||
      !(setting === "parameterShare" || Number.isInteger(to)) ||
      to <= 0
    ) {
      throw new InputError(
        "unknown-rule",
        `release.raise.${setting} is not a rule that can be raised to ${to}.`,
        `These can: ${Object.keys(stricter).join(", ")}.`,
      );
    }
    const from = rules[setting] as number | null;
    if (from === to) continue;
    if (from !== null && (direction === "higher" ? to < from : to > from)) lowered = true;
    rules[setting] = to;
    changes.push({ setting, from, to });
  }
  const stated = reason?.trim() ?? "";
  if (lowered && stated === "") {
    throw new InputError(
      "lowered-without-reason",
      `The study makes profile ${name} less strict, but gives no reason.`,
      "Write the reason in study.yaml as release.reason; it is printed in the pack.",
    );
  }
  const threshold = rules.threshold as number | null;
  if (threshold === null || threshold < 2) {
    throw new InputError(
      "no-threshold",
      `Profile ${name} needs the smallest count that may be shown, at least 2.`,
      "State it in study.yaml: release: { raise: { threshold: 10 } }",
    );
  }
  if ((rules.roundTo as number) > 2 * threshold) {
    throw new InputError(
      "rounding-too-coarse",
      `Rounding to ${rules.roundTo} would print counts of ${threshold} as 0.`,
      "Raise the threshold too, to at least half the rounding.",
    );
  }
  return {
    profile: { ...written, ...(rules as Partial<WrittenProfile>), threshold },
    changes,
    reason: stated === "" ? null : stated,
  };
}
