# Reference values for analysis/association: Rscript tests/reference/association.R > tests/reference/association.json
suppressMessages({library(jsonlite); library(survey)})
tables <- list(
  court = matrix(c(21,13,28,4,5,16), 3, byrow = TRUE),
  courtHome = matrix(c(21,13,28,4), 2, byrow = TRUE),
  homeAway = matrix(c(49,17,5,16), 2, byrow = TRUE),
  visits = matrix(c(77,1749,366,1318), 2, byrow = TRUE),
  guardianship = matrix(c(19,301,1485,2183), 2, byrow = TRUE),
  returns = matrix(c(2960,1470,5150,2860,1500,5200,2750,1340,6050,2680,1380,7080,2120,1070,7730), 5, byrow = TRUE),
  perfect = matrix(c(5,0,0,5), 2),
  small = matrix(c(3,0,1,0,4,1,1,1,3), 3, byrow = TRUE),
  admissions = apply(UCBAdmissions, c(1, 2), sum),
  titanic = apply(Titanic, c(1, 4), sum),
  hairEye = apply(HairEyeColor, c(1, 2), sum))
quiet <- function(x) suppressWarnings(x)
out <- lapply(tables, function(m) {
  m <- unname(as.matrix(m)); two <- all(dim(m) == 2)
  p <- quiet(chisq.test(m, correct = FALSE)); e <- p$expected
  g <- 2 * sum(ifelse(m > 0, m * log(m / e), 0)); df <- prod(dim(m) - 1)
  r <- list(table = m, pearson = list(statistic = unname(p$statistic), df = df, pValue = p$p.value),
    likelihoodRatio = list(statistic = g, df = df, pValue = pchisq(g, df, lower.tail = FALSE)),
    residuals = unname(p$stdres), cramersV = sqrt(unname(p$statistic) / (sum(m) * (min(dim(m)) - 1))))
  if (two) { y <- quiet(chisq.test(m, correct = TRUE)); r$yates <- list(statistic = unname(y$statistic), pValue = y$p.value) }
  if (sum(m) < 5000 && (two || sum(m) < 100)) r$fisher <- fisher.test(m, workspace = 2e7)$p.value
  r })
holmIn <- c(0.01, 0.04, 0.03, 0.2, 0.0004, 0.04)
kw <- kruskal.test(list(airquality$Ozone[airquality$Month == 5 & !is.na(airquality$Ozone)], airquality$Ozone[airquality$Month == 6 & !is.na(airquality$Ozone)], airquality$Ozone[airquality$Month == 7 & !is.na(airquality$Ozone)]))
set.seed(4); n <- 138; fam <- rep(1:104, times = c(rep(1, 78), rep(2, 20), rep(3, 4), rep(4, 2))); fe <- rnorm(104)
x <- sample(0:3, n, TRUE); lin <- fe[fam] + rnorm(n) + x * .4
y <- cut(lin, quantile(lin, c(0, .43, .72, 1)), labels = FALSE, include.lowest = TRUE) - 1
s <- svychisq(~x + y, svydesign(ids = ~fam, weights = ~1, data = data.frame(fam, x = factor(x), y = factor(y))), statistic = "F")
cat(toJSON(list(r = R.version.string, survey = as.character(packageVersion("survey")), tables = out,
  multiplicity = list(p = holmIn, holm = p.adjust(holmIn, "holm"), bh = p.adjust(holmIn, "BH")),
  kruskal = list(groups = lapply(5:7, function(k) airquality$Ozone[airquality$Month == k & !is.na(airquality$Ozone)]), statistic = unname(kw$statistic), pValue = kw$p.value),
  noncentral = lapply(list(c(5,3,2), c(20,4,10), c(0.5,1,3), c(100,6,60)), function(a) c(a, pchisq(a[1], a[2], a[3]))),
  siblings = list(x = x, y = y, family = fam - 1, statistic = unname(s$statistic), df = unname(s$parameter), pValue = unname(s$p.value))),
  digits = I(17), auto_unbox = TRUE))
