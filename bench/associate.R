# The same screen in R: each predictor against the first column, chisq.test on so many plain permutations of it.
# Run by bench/associate.ts; prints the seconds and R's version.
given <- commandArgs(TRUE)
rows <- read.csv(given[1], colClasses = "character", na.strings = "")
permutations <- as.integer(given[2])
set.seed(1)
seconds <- system.time(for (name in names(rows)[-1]) {
  known <- !is.na(rows[[1]]) & !is.na(rows[[name]])
  x <- factor(rows[[name]][known])
  y <- factor(rows[[1]][known])
  own <- suppressWarnings(chisq.test(x, y, correct = FALSE)$statistic)
  permuted <- replicate(permutations, suppressWarnings(chisq.test(sample(x), y, correct = FALSE)$statistic))
  p <- (1 + sum(permuted >= own - 1e-10)) / (1 + permutations)
})[["elapsed"]]
cat(sprintf("%.1f", seconds), as.character(getRversion()))
