export { csvText } from "../../data-dictionary/sources/csv/csv-text.ts";
