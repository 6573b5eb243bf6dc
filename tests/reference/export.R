# Reads what the export writes with haven, foreign, readxl, openxlsx, base R, PSPP and LibreOffice, and keeps
# what they saw.
# Run from the root of the project: Rscript tests/reference/export.R [OUT.json]
library(jsonlite)
library(haven)
arguments <- commandArgs(trailingOnly = TRUE)
out <- if (length(arguments) > 0) arguments[1] else "tests/reference/export.json"
root <- getwd()
folder <- tempfile("awkward")
stopifnot(system2("node", c("--import", "tsx", "tests/support/write-awkward.ts", folder)) == 0)
at <- function(name) file.path(folder, name)
text <- function(x) ifelse(is.na(x), "", enc2utf8(as.character(x)))

labels_of <- function(x) {
  values <- attr(x, "labels")
  lapply(seq_along(values), function(i) list(
    value = if (is.na(values[i])) paste0(".", na_tag(values[i])) else as.character(unname(values[i])),
    label = names(values)[i]))
}
sav <- read_sav(at("awkward.sav"), user_na = TRUE)
spss <- list(
  names = names(sav),
  title = attr(sav, "label"), notes = attr(sav, "notes"),
  labels = unname(sapply(sav, function(x) attr(x, "label"))),
  formats = unname(sapply(sav, function(x) attr(x, "format.spss"))),
  texts = lapply(c("child_id", "note", "long_text", "huge_text", "area", "school", "worker"), function(n) text(sav[[n]])),
  text_missing = lapply(c("area", "school", "worker"), function(n) attr(sav[[n]], "na_values")),
  born = format(as.Date(read_sav(at("awkward.sav"))$born)),
  born_missing = unname(attr(sav$born, "na_range")),
  stability = as.numeric(sav$stability), stability_labels = labels_of(sav$stability),
  stability_missing = attr(sav$stability, "na_range"),
  severity = as.numeric(sav$severity), severity_labels = labels_of(sav$severity),
  age = as.numeric(sav$age_at_index), age_labels = labels_of(sav$age_at_index),
  known = as.numeric(zap_missing(read_sav(at("awkward.sav")))$stability),
  by = as.numeric(sav$by_))

dta <- read_dta(at("awkward.dta"))
stata <- list(
  names = names(dta), title = attr(dta, "label"), notes = attr(dta, "notes"),
  labels = unname(sapply(dta, function(x) attr(x, "label"))),
  texts = lapply(c("child_id", "note", "long_text", "huge_text", "area", "school", "worker"), function(n) text(dta[[n]])),
  born = format(dta$born),
  stability = as.numeric(dta$stability), stability_tags = na_tag(dta$stability),
  stability_labels = labels_of(dta$stability),
  severity_tags = na_tag(dta$severity),
  age = as.numeric(dta$age_at_index), age_tags = na_tag(dta$age_at_index))

old <- suppressWarnings(foreign::read.spss(at("awkward.sav"), to.data.frame = TRUE, use.missings = TRUE))
foreign <- list(
  note = trimws(as.character(old$note)),
  stability = as.character(old$stability),
  label = unname(attr(old, "variable.labels")["child_id"]))

setwd(folder)
source("awkward.R")
setwd(root)
r <- list(
  names = names(children),
  born = format(children$born), born_missing = as.character(children$born_missing),
  stability = as.character(children$stability), stability_missing = as.character(children$stability_missing),
  severity = as.character(children$severity), ordered = is.ordered(children$severity),
  age = children$age_at_index, area = children$area, area_missing = as.character(children$area_missing), note = children$note, long = nchar(children$long_text),
  labels = unname(sapply(children[c("child_id", "stability")], function(x) attr(x, "label"))),
  haven = labels_of(as_haven(children)$stability))

sheet <- function(name) {
  x <- as.data.frame(suppressMessages(readxl::read_excel(at("awkward.xlsx"), name, col_names = FALSE)))
  lapply(seq_len(nrow(x)), function(i) unname(text(unlist(x[i, c(1, 2, 5:11)]))))
}
# Excel's own types of the cells of the first child: a date must be a date there.
typed <- suppressMessages(readxl::read_excel(at("awkward.xlsx"), "Table_1", range = "H8:H8", col_names = FALSE))[[1]]
excel <- list(sheets = readxl::excel_sheets(at("awkward.xlsx")), born = format(as.Date(typed)), born_class = class(typed)[1],
              rows = sheet("Table_1"),
              tables = {
                book <- openxlsx::loadWorkbook(at("awkward.xlsx"))
                tables <- lapply(names(book), function(name) openxlsx::getTables(book, name))
                setNames(lapply(tables, function(x) list(name = as.character(x), ref = names(x))), names(book))
              })

# The data sheet as LibreOffice shows it: fourth sheet, UTF-8, every text in quotes, as on the screen.
profile <- paste0("-env:UserInstallation=file://", file.path(folder, "office"))
# R sets a path for libraries that LibreOffice cannot start with.
suppressWarnings(system2("env", c("-u", "LD_LIBRARY_PATH", "soffice", profile, "--headless", "--convert-to",
  shQuote("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,4"),
  "--outdir", folder, at("awkward.xlsx")), stdout = FALSE, stderr = FALSE))
shown <- at("awkward-Table_1.csv")
office <- if (file.exists(shown)) {
  x <- read.csv(shown, skip = 6, header = TRUE, check.names = FALSE, colClasses = "character", encoding = "UTF-8")
  lapply(c("child_id", "note", "born", "stability", "severity", "age_at_index"), function(n) x[[n]])
} else NULL

writeLines(c('GET FILE="awkward.sav".', "DISPLAY DICTIONARY.",
  "LIST /VARIABLES=child_id note area school worker born stability severity age_at_index by_.",
  "FREQUENCIES stability area school worker /STATISTICS=NONE.", 'INCLUDE "awkward.sps".',
  "LIST /VARIABLES=child_id note area school worker born stability severity age_at_index by_.",
  "FREQUENCIES stability /STATISTICS=NONE."), at("read.sps"))
setwd(folder)
pspp <- system2("pspp", c("-O", "format=csv", "read.sps"), stdout = TRUE)
setwd(root)

sha <- function(name) unname(strsplit(system2("sha256sum", at(name), stdout = TRUE), " ")[[1]][1])
files <- c("awkward.sav", "awkward.dta", "awkward.sps", "spss.csv", "plain.csv", "awkward.R", "awkward.xlsx")
result <- list(
  versions = list(R = R.version.string, haven = as.character(packageVersion("haven")),
                  foreign = as.character(packageVersion("foreign")), readxl = as.character(packageVersion("readxl")), openxlsx = as.character(packageVersion("openxlsx")),
                  office = tryCatch(system2("env", c("-u", "LD_LIBRARY_PATH", "soffice", "--version"), stdout = TRUE)[1], error = function(e) NULL),
                  pspp = system2("pspp", "--version", stdout = TRUE)[1]),
  sha256 = as.list(setNames(sapply(files, sha), files)),
  spss = spss, stata = stata, foreign = foreign, r = r, excel = excel, office = office, pspp = pspp)
write_json(result, out, auto_unbox = TRUE, digits = NA, na = "null", pretty = TRUE)
