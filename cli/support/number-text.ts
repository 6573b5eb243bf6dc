export * from "../../analysis/report/number-text.ts";
