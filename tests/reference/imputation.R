# Imputation by chained equations in mice, 200 copies, and pooled models over them; and Rubin's rules on sets of copies kept here.
# Rscript tests/reference/imputation.R > tests/reference/imputation.json
suppressMessages({library(mice); library(MASS); library(jsonlite)})
d <- with(birthwt, data.frame(low = factor(low), weight = lwt, race = factor(race), smoke = factor(smoke), age = age))
set.seed(11)
# Missing at random: the chance hangs on what is known.
holed <- d
holed$weight[runif(nrow(d)) < plogis(-1.6 + 1.1 * (d$low == "1"))] <- NA
holed$race[runif(nrow(d)) < plogis(-1.4 + .05 * (d$age - 23))] <- NA
holed$smoke[runif(nrow(d)) < plogis(-1.9 + .7 * (d$low == "1"))] <- NA
m <- 200
methods <- c(low = "", weight = "pmm", race = "polyreg", smoke = "logreg", age = "")
own <- mice(holed, m = m, maxit = 10, method = methods, seed = 5, printFlag = FALSE)
pooled_of <- function(fits) {
  p <- pool(fits); s <- p$pooled
  list(terms = I(as.character(s$term)), estimate = s$estimate, within = s$ubar, between = s$b, total = s$t, df = s$df, lambda = s$lambda)
}
model <- low ~ age + weight + race + smoke
# One variable at a time: the distribution of what is filled in.
draws <- lapply(c("weight", "race", "smoke"), function(v) {
  one <- d; one[[v]] <- holed[[v]]
  x <- mice(one, m = m, maxit = 1, method = methods[names(one)], seed = 7, printFlag = FALSE)$imp[[v]]
  stat <- if (v == "weight") rbind(mean = colMeans(x), sd = apply(x, 2, sd)) else t(sapply(levels(d[[v]]), function(l) colMeans(x == l)))
  list(variable = v, missing = nrow(x), statistic = I(rownames(stat)), mean = I(unname(rowMeans(stat))), spread = I(unname(apply(stat, 1, sd))))
})
# Rubin's rules: five copies of one continuous predictor, complete in all else, pooled by mice itself.
few <- mice(holed, m = 5, maxit = 5, method = methods, seed = 9, printFlag = FALSE)
copies <- lapply(1:5, function(k) { c <- complete(few, k); list(weight = c$weight, race = as.character(c$race), smoke = as.character(c$smoke)) })
text <- function(x) ifelse(is.na(x), NA, as.character(x))
cat(toJSON(list(r = R.version.string, mice = as.character(packageVersion("mice")), imputations = m,
  data = list(low = text(d$low), age = d$age, weight = d$weight, race = text(d$race), smoke = text(d$smoke)),
  holed = list(weight = holed$weight, race = text(holed$race), smoke = text(holed$smoke)),
  draws = draws, pooled = pooled_of(with(own, glm(low ~ age + weight + race + smoke, binomial))),
  rules = list(copies = copies, pooled = pooled_of(with(few, glm(low ~ age + weight + race + smoke, binomial, epsilon = 1e-14, maxit = 100))),
    complete = coef(summary(glm(model, binomial, d))))), digits = I(15), auto_unbox = TRUE, na = "null"))
