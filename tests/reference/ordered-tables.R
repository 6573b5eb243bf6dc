# Reference values for ordered tables: Rscript tests/reference/ordered-tables.R > tests/reference/ordered-tables.json
# coin takes the upper tail as 1 - lower and so loses its digits; pchisq of coin's own statistic keeps them.
suppressMessages({library(jsonlite); library(coin)})
tables <- list(court = matrix(c(21,13,28,4,5,16), 3, byrow = TRUE),
  hairEye = unname(apply(HairEyeColor, c(1, 2), sum)), titanic = unname(apply(Titanic, c(1, 4), sum)),
  esoph = unname(as.matrix(xtabs(ncases ~ agegp + alcgp, esoph))))
out <- lapply(tables, function(m) {
  m <- matrix(as.numeric(m), nrow(m)); i <- row(m)[rep(seq_along(m), m)]; j <- col(m)[rep(seq_along(m), m)]
  s <- sign(outer(i, i, "-")) * sign(outer(j, j, "-")); C <- sum(s > 0) / 2; D <- sum(s < 0) / 2
  l <- lbl_test(as.table(m))
  r <- list(table = m, linearByLinear = list(statistic = unname(statistic(l))^2, pValue = pchisq(unname(statistic(l))^2, 1, lower.tail = FALSE)),
    tauB = cor(i, j, method = "kendall"), gamma = (C - D) / (C + D), somersD = (C - D) / (sum(outer(i, i, "!=")) / 2),
    lambda = (sum(apply(m, 1, max)) - max(colSums(m))) / (sum(m) - max(colSums(m))))
  if (ncol(m) == 2) { p <- prop.trend.test(m[, 1], rowSums(m)); r$trend <- list(statistic = unname(p$statistic), pValue = p$p.value) }
  r })
cat(toJSON(list(r = R.version.string, coin = as.character(packageVersion("coin")), tables = out), digits = I(17), auto_unbox = TRUE))
