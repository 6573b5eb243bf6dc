// The page tests run in a real Chromium: the one named by CHROMIUM_PATH, one on PATH, or Debian's,
// installed here when we are root on Debian. Anywhere else, it says what to install.
import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

function onPath(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const found = Boolean(process.env.CHROMIUM_PATH) || names.some(onPath);
if (!found) {
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version") && onPath("apt-get")) {
    console.error("Installing Chromium from Debian for the page tests…");
    const apt = (...args) =>
      execFileSync("apt-get", args, {
        stdio: ["ignore", "ignore", "inherit"],
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      });
    apt("update", "-qq");
    apt("install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation");
  } else {
    console.error(
      "The page tests need Chromium or Chrome: install it (on Debian: sudo apt-get install chromium),\n" +
        "or name it with CHROMIUM_PATH, then run npm test again.",
    );
    process.exit(1);
  }
}
