import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { commands } from "../../../cli/commands/index.ts";
import { runCli } from "../../support/run-cli.ts";

const script = (await runCli(["completion", "bash"])).out;

/** What bash offers for the last of these words: asked of bash itself. */
function offered(...words: readonly string[]): string[] {
  const { status, stdout, stderr } = spawnSync(
    "bash",
    [
      "-c",
      `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _throughline; printf '%s\\n' "\${COMPREPLY[@]}"`,
      "bash",
      "throughline",
      ...words,
    ],
    { encoding: "utf8" },
  );
  expect(status, stderr).toBe(0);
  expect(stderr).toBe("");
  return stdout.split("\n").filter((word) => word !== "");
}

describe("completion for bash", () => {
  it("offers every command, or those that begin so", () => {
    expect(offered("").sort()).toEqual(
      [...commands.map(({ name }) => name), "--help", "--version"].sort(),
    );
    expect(offered("che")).toEqual(["check", "check-text"]);
    expect(offered("--v")).toEqual(["--version"]);
  });

  it("offers the words and options of a command", () => {
    expect(offered("codebook", "")).toEqual(
      expect.arrayContaining(["show", "lint", "diff", "--help"]),
    );
    expect(offered("report", "--fo")).toEqual(["--for"]);
    expect(offered("tree", "stability_5y", "--wi")).toEqual(["--with"]);
    expect(offered("completion", "p")).toEqual(["powershell"]);
  });

  it("offers what an option may be followed by", () => {
    expect(offered("export", "--to", "s")).toEqual(["spss", "stata", "svg"]);
    expect(offered("report", "--for", "")).toEqual([
      "research",
      "practice",
      "authority",
      "each-authority",
    ]);
    expect(offered("init", "--instrument", "neg")).toEqual(["neglect-return"]);
    expect(offered("report", "--checklist", "")).toEqual(["strobe", "record"]);
  });

  it("offers nothing of its own where a file is wanted, and leaves it to bash", () => {
    expect(offered("check-text", "dra")).toEqual([]);
    expect(script).toContain("complete -o default -F _throughline throughline");
  });
});

describe.each(["zsh", "fish", "powershell"])("completion for %s", (shell) => {
  it("holds every command, and the values of options", async () => {
    const { out, code } = await runCli(["completion", shell]);
    expect(code).toBe(0);
    for (const { name } of commands) expect(out).toContain(name);
    expect(out).toContain("frictionless");
    // Each shell is asked whether it can read it, where it is there.
    const check = { zsh: ["-n"], fish: ["-n"], powershell: null }[shell] as string[] | null;
    if (check === null || spawnSync(shell, ["--version"]).status !== 0) return;
    const read = spawnSync(shell, check, { input: out, encoding: "utf8" });
    expect(read.status, read.stderr).toBe(0);
  });
});
