# Runs the R code and, where PSPP is there, the SPSS syntax that --reproduce prints, and keeps what came out beside the code.
# Run from the root of the project: Rscript tests/reference/reproduce.R [OUT.json]
suppressMessages(library(jsonlite))
arguments <- commandArgs(trailingOnly = TRUE)
out <- if (length(arguments) > 0) arguments[1] else "tests/reference/reproduce.json"
folder <- tempfile("reproduce"); dir.create(folder)
stopifnot(system2("node", c("--import", "tsx", "tests/support/write-reproduce.ts", folder)) == 0)
stopifnot(all(file.copy(Sys.glob("tests/reference/reproduce/*.csv"), folder)))
out <- file.path(normalizePath(dirname(out)), basename(out))
setwd(folder)
set.seed(1)

# What a line that prints would have printed, as numbers.
numbers_of <- function(value) {
  flat <- function(x) unname(lapply(seq_len(nrow(x)), function(k) as.numeric(x[k, ])))
  if (inherits(value, "summary.glm") || inherits(value, "summary.lm")) return(flat(value$coefficients))
  if (inherits(value, "summary.geeglm")) return(flat(data.matrix(value$coefficients)))
  if (inherits(value, "summary.merMod")) return(c(flat(value$coefficients), list(as.numeric(value$varcor[[1]]))))
  if (inherits(value, "summary.clm")) return(flat(value$coefficients))
  if (inherits(value, "summary.multinom")) return(c(flat(value$coefficients), flat(value$standard.errors)))
  if (inherits(value, "coef_test_clubSandwich")) return(flat(as.matrix(as.data.frame(value)[c("beta", "SE", "df_Satt", "p_Satt")])))
  if (inherits(value, "Kappa")) return(list(as.numeric(value$Unweighted), as.numeric(value$Weighted)))
  if (inherits(value, "kappa")) return(list(c(value$kappa, value$weighted.kappa)))
  if (inherits(value, "psych")) return(list(as.numeric(value$results["Single_random_raters", c("ICC", "lower bound", "upper bound")])))
  if (is.matrix(value)) flat(value) else list(as.numeric(value))
}
in_r <- function(file) {
  code <- readLines(file, encoding = "UTF-8")
  if (grepl("^(associate|change)", basename(file))) {
    printed <- grep("\t", system2("Rscript", file, stdout = TRUE, stderr = FALSE), value = TRUE)
    stopifnot(length(printed) > 0)
    parts <- strsplit(printed, "\t")
    return(lapply(parts, function(p) list(predictor = p[1], method = p[2], what = p[3], values = I(as.numeric(p[-(1:3)])))))
  }
  where <- new.env()
  unlist(lapply(parse(text = code, keep.source = TRUE), function(line) {
    value <- suppressMessages(suppressWarnings(withVisible(eval(line, where))))
    text <- deparse(line)[1]
    if (!value$visible || grepl("^(library|for)", text)) NULL else list(list(line = text, values = lapply(numbers_of(value$value), I)))
  }), recursive = FALSE)
}
# PSPP prints rounded numbers: every table is kept as it prints it.
in_pspp <- function(file) {
  text <- c("SET DECIMAL=DOT.", "SET FORMAT=F20.10.", readLines(file, encoding = "UTF-8"))
  writeLines(text, "run.sps")
  status <- system2("pspp", c("-O", "format=csv", "-o", "run.csv", "run.sps"), stdout = "run.log", stderr = "run.log")
  list(status = status, errors = I(grep("error", c(readLines("run.log"), readLines("run.csv")), value = TRUE)), output = I(readLines("run.csv")))
}
cases <- list()
for (file in sort(Sys.glob("*.R"))) cases[[sub("\\.R$", "", file)]]$r <- list(code = paste0(paste(readLines(file, encoding = "UTF-8"), collapse = "\n"), "\n"), results = in_r(file))
if (nzchar(Sys.which("pspp"))) for (file in sort(Sys.glob("*.sps"))) cases[[sub("\\.sps$", "", file)]]$spss <- c(list(code = paste0(paste(readLines(file, encoding = "UTF-8"), collapse = "\n"), "\n")), in_pspp(file))
versions <- sapply(c("survey", "coin", "clubSandwich", "geepack", "lme4", "ordinal", "nnet", "brglm2", "psych", "vcd"), function(p) as.character(packageVersion(p)))
writeLines(toJSON(list(r = R.version.string, versions = as.list(versions), pspp = if (nzchar(Sys.which("pspp"))) system2("pspp", "--version", stdout = TRUE)[1], cases = cases), digits = I(15), auto_unbox = TRUE, na = "null", null = "null"), out)
