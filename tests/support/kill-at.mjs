// Loaded before a program: kills it, as an operator or a power cut would, before the call that KILL_AT names,
// such as renameSync:2 for the second.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [name, place] = (process.env.KILL_AT ?? "").split(":");
if (name !== undefined && name !== "") {
  const real = fs[name];
  let calls = 0;
  fs[name] = (...args) => {
    // Only what is written to the study counts, not what loads the program.
    const path = typeof args[0] === "number" ? "/output/" : String(args[0]);
    if (path.replaceAll("\\", "/").includes("/output/") && ++calls === Number(place)) {
      process.kill(process.pid, "SIGKILL");
    }
    return real(...args);
  };
  syncBuiltinESMExports();
}
