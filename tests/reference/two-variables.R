# Reference values for ranks, means, pairs, strata and exact intervals:
# Rscript tests/reference/two-variables.R > tests/reference/two-variables.json
suppressMessages({library(jsonlite); library(coin); library(survey); library(metafor)})
q <- function(x) suppressWarnings(x)
two <- function(z) 2 * pnorm(-abs(z))
st <- function(t, ...) list(statistic = unname(t$statistic), pValue = t$p.value, ...)

# --- a number between groups
groups <- list(
  ozone = with(na.omit(airquality[c("Ozone", "Month")]), list(v = Ozone, g = Month - 5)),
  tooth = with(ToothGrowth, list(v = len, g = as.integer(supp) - 1)),
  plants = with(PlantGrowth, list(v = weight, g = as.integer(group) - 1)),
  sprays = with(InsectSprays, list(v = count, g = as.integer(spray) - 1)),
  miles = with(mtcars, list(v = mpg, g = match(cyl, c(4, 6, 8)) - 1)))
jt <- function(v, g) {
  k <- sort(unique(g)); J <- 0
  for (a in k) for (b in k[k > a]) { x <- v[g == a]; y <- v[g == b]; J <- J + sum(outer(x, y, "<") + outer(x, y, "==") / 2) }
  n <- length(v); ni <- table(g); t <- table(v)
  f5 <- function(x) sum(x * (x - 1) * (2 * x + 5)); f3 <- function(x) sum(x * (x - 1) * (x - 2)); f2 <- function(x) sum(x * (x - 1))
  V <- (f5(n) - f5(ni) - f5(t)) / 72 + f3(ni) * f3(t) / (36 * f3(n)) + f2(ni) * f2(t) / (8 * f2(n))
  z <- (J - (n^2 - sum(ni^2)) / 4) / sqrt(V); list(statistic = J, pValue = two(z)) }
dunn <- function(v, g) {
  r <- rank(v); n <- length(v); t <- table(v); s2 <- n * (n + 1) / 12 - sum(t^3 - t) / (12 * (n - 1)); k <- sort(unique(g)); z <- c()
  for (i in seq_along(k)) for (j in seq_along(k)) if (j > i) z <- c(z, (mean(r[g == k[i]]) - mean(r[g == k[j]])) / sqrt(s2 * (1 / sum(g == k[i]) + 1 / sum(g == k[j]))))
  list(z = I(z), p = I(two(z)), holm = I(p.adjust(two(z), "holm"))) }
icc <- function(v, f) { a <- anova(lm(v ~ factor(f)))[["Mean Sq"]]; t <- table(f); n0 <- (sum(t) - sum(t^2) / sum(t)) / (length(t) - 1); (a[1] - a[2]) / (a[1] + (n0 - 1) * a[2]) }
ofGroups <- lapply(groups, function(d) { f <- factor(d$g)
  w <- oneway.test(d$v ~ f); a <- oneway.test(d$v ~ f, var.equal = TRUE); k <- kruskal.test(d$v, f)
  out <- list(values = d$v, groups = d$g, kruskal = st(k), welch = st(w, df2 = unname(w$parameter[2])), anova = st(a),
    eta = summary(lm(d$v ~ f))$r.squared, jonckheere = jt(d$v, d$g), dunn = dunn(d$v, d$g), icc = icc(d$v, d$g))
  if (nlevels(f) == 2) { t <- t.test(d$v ~ f); m <- q(wilcox.test(d$v ~ f, exact = FALSE))
    e <- wilcox_test(d$v ~ f, distribution = "exact")
    out$welchT <- st(t, df = unname(t$parameter), low = t$conf.int[1], high = t$conf.int[2], difference = unname(t$estimate[1] - t$estimate[2]))
    out$mannWhitney <- st(m); out$mannWhitneyExact <- as.numeric(pvalue(e)) }
  out })
# Jonckheere's mean and variance over every arrangement of a small set with ties
small <- c(1, 2, 2, 3, 5, 5); sg <- c(0, 0, 1, 1, 2, 2)
perm <- function(x) if (length(x) < 2) list(x) else do.call(c, lapply(seq_along(x), function(i) lapply(perm(x[-i]), function(p) c(x[i], p))))
Js <- sapply(perm(small), function(v) jt(v, sg)$statistic)
untied <- list(a = c(1.1, 2.3, 0.4, 5.6, 7.7), b = c(3.3, 8.8, 9.1, 6.2, 10.5, 4.4))
mwUntied <- wilcox.test(untied$a, untied$b)

# --- two numbers
pairsOf <- list(cars = list(x = mtcars$mpg, y = mtcars$wt), ozone = with(na.omit(airquality), list(x = Ozone, y = Temp)), iris = list(x = iris$Sepal.Length, y = iris$Sepal.Width))
ofPairs <- lapply(pairsOf, function(d) { s <- q(cor.test(d$x, d$y, method = "spearman", exact = FALSE)); p <- cor.test(d$x, d$y); r <- unname(s$estimate); n <- length(d$x)
  h <- qnorm(.975) * sqrt((1 + r^2 / 2) / (n - 3))
  list(x = d$x, y = d$y, spearman = list(estimate = r, pValue = s$p.value, low = tanh(atanh(r) - h), high = tanh(atanh(r) + h)),
    pearson = list(estimate = unname(p$estimate), pValue = p$p.value, low = p$conf.int[1], high = p$conf.int[2])) })

# --- before and after
changes <- list(sleep = with(sleep, extra[group == 2] - extra[group == 1]), ties = c(1, 2, 2, -1, 3, 0, 0, -2, 4, 4, 1, -1, 5), plain = c(1.5, -2.25, 3.5, 4.75, -0.5, 6.1, 7.2, 8.3))
ofChanges <- lapply(changes, function(d) { a <- q(wilcox.test(d, exact = FALSE)); e <- wilcoxsign_test(d ~ rep(0, length(d)), zero.method = "Wilcoxon", distribution = "exact"); t <- t.test(d)
  list(differences = d, approximate = st(a), exact = as.numeric(pvalue(e)), t = st(t, df = unname(t$parameter), low = t$conf.int[1], high = t$conf.int[2])) })
newcombePaired <- function(m) { n <- sum(m); a <- m[1, 1]; b <- m[1, 2]; c <- m[2, 1]; d <- m[2, 2]; z <- qnorm(.975)
  w <- function(x) { p <- x / n; (p + z^2 / (2 * n) + c(-1, 1) * z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))) / (1 + z^2 / n) }
  pa <- (a + c) / n; pb <- (a + b) / n; A <- w(a + c); B <- w(a + b); x <- a * d - b * c; x <- if (x > n / 2) x - n / 2 else if (x >= 0) 0 else x
  f <- x / sqrt((a + b) * (c + d) * (a + c) * (b + d)); l <- pa - A[1]; u <- A[2] - pa; l2 <- pb - B[1]; u2 <- B[2] - pb
  c(pa - pb, pa - pb - sqrt(l^2 - 2 * f * l * u2 + u2^2), pa - pb + sqrt(u^2 - 2 * f * u * l2 + l2^2)) }
squares <- list(approval = matrix(c(794, 150, 86, 570), 2, byrow = TRUE), few = matrix(c(30, 12, 4, 20), 2, byrow = TRUE), sparse = matrix(c(1, 1, 7, 12), 2, byrow = TRUE))
ofSquares <- lapply(squares, function(m) { b <- m[1, 2]; c <- m[2, 1]; p <- binom.test(b, b + c); ci <- binom.test(c, b + c)$conf.int
  list(table = m, plain = st(mcnemar.test(m, correct = FALSE)), corrected = st(mcnemar.test(m)), exact = p$p.value, midP = p$p.value - dbinom(b, b + c, .5),
    difference = newcombePaired(m), oddsRatio = c(c / b, ci / (1 - ci))) })
three <- matrix(c(20, 10, 5, 3, 30, 15, 0, 5, 40), 3, byrow = TRUE)

# --- strata
strata <- list(admissions = UCBAdmissions, esoph = local({ e <- esoph; e$hi <- e$alcgp %in% levels(e$alcgp)[3:4]
  simplify2array(lapply(levels(e$agegp), function(a) { s <- e[e$agegp == a, ]; rbind(c(sum(s$ncases[s$hi]), sum(s$ncontrols[s$hi])), c(sum(s$ncases[!s$hi]), sum(s$ncontrols[!s$hi]))) })) }),
  titanic = aperm(apply(Titanic, c(2, 4, 1), sum), c(1, 2, 3)))
ofStrata <- lapply(strata, function(a) { a <- unname(unclass(a)); a <- a[, , apply(a, 3, function(m) all(rowSums(m) > 0) && all(colSums(m) > 0)), drop = FALSE]; n <- dim(a)[3]
  m <- mantelhaen.test(a, correct = FALSE); mc <- mantelhaen.test(a)
  r <- q(rma.mh(measure = "OR", ai = a[1, 1, ], bi = a[1, 2, ], ci = a[2, 1, ], di = a[2, 2, ], add = 0, drop00 = FALSE))
  g <- loglin(a, list(c(1, 2), c(1, 3), c(2, 3)), eps = 1e-13, iter = 20000, print = FALSE)
  list(tables = lapply(seq_len(n), function(k) a[, , k]), test = st(m), corrected = st(mc), oddsRatio = c(unname(m$estimate), m$conf.int),
    breslowDay = list(statistic = r$BD, pValue = r$BDp), tarone = list(statistic = r$TA, pValue = r$TAp),
    threeWay = list(statistic = g$lrt, df = g$df, pValue = pchisq(g$lrt, g$df, lower.tail = FALSE))) })
hair <- unname(unclass(HairEyeColor)); gh <- loglin(hair, list(c(1, 2), c(1, 3), c(2, 3)), eps = 1e-13, iter = 20000, print = FALSE)
set.seed(7); fam <- rep(1:90, times = c(rep(1, 60), rep(2, 20), rep(3, 10))); N <- length(fam); u <- rnorm(90)[fam]
X <- as.integer(u + rnorm(N) > 0); Z <- (fam %% 3); Y <- as.integer(u + rnorm(N) + .8 * X * (Z == 1) > 0)
des <- svydesign(ids = ~fam, weights = ~1, data = data.frame(fam, X = factor(X), Y, Z = factor(Z)))
fit <- q(svyglm(Y ~ X * Z, des, family = quasibinomial(), control = glm.control(epsilon = 1e-14, maxit = 100)))
hom <- regTermTest(fit, ~X:Z, df = 89)
w0 <- u + rnorm(N); W <- as.integer(cut(w0, quantile(w0, c(0, .33, .66, 1)), include.lowest = TRUE)) - 1
ds <- svydesign(ids = ~fam, weights = ~1, data = data.frame(fam, X = factor(X), W = factor(W), Z = factor(Z)))
full <- suppressWarnings(svyloglin(~X * W * Z, ds)); less <- suppressWarnings(svyloglin(~X * W + X * Z + W * Z, ds))
# svyloglin's own anova squares the entries of a matrix that is not symmetric; tr(Delta^2) is what Rao and Scott wrote, as in svychisq
p <- coef(full$prob.table); P <- (diag(p) - tcrossprod(p)) / N; A <- model.matrix(less$model)[, -1]; B <- model.matrix(full$model)[, -1]; B <- B[, !(colnames(B) %in% colnames(A))]
Wx <- B - A %*% solve(t(A) %*% P %*% A, t(A) %*% P %*% B); Dl <- solve(t(Wx) %*% P %*% Wx, t(Wx) %*% vcov(full$prob.table) %*% Wx)
dl <- anova(less$model, full$model)$Deviance[2]; t1 <- sum(diag(Dl)); d1 <- t1^2 / sum(diag(Dl %*% Dl)); ll <- list(statistic = dl / t1, pValue = pf(dl / t1, d1, 89 * d1, lower.tail = FALSE))

# --- intervals
tables <- list(court = matrix(c(21, 13, 28, 4), 2, byrow = TRUE), home = matrix(c(49, 17, 5, 16), 2, byrow = TRUE), tea = matrix(c(3, 1, 1, 3), 2), trial = matrix(c(7, 3, 2, 8), 2, byrow = TRUE), nought = matrix(c(5, 3, 0, 9), 2, byrow = TRUE))
root <- function(f, lo, hi) { up <- f(hi) > 0; for (k in 1:200) { m <- (lo + hi) / 2; if ((f(m) > 0) == up) hi <- m else lo <- m }; (lo + hi) / 2 }
exactOr <- function(m) { a <- m[1, 1]; lo <- max(0, a - m[2, 2]); hi <- a + min(m[1, 2], m[2, 1]); x <- lo:hi; lw <- dhyper(x, a + m[1, 2], m[2, 1] + m[2, 2], a + m[2, 1], log = TRUE)
  w <- function(t) { v <- lw + x * t; v <- exp(v - max(v)); v / sum(v) }
  if (a == lo || a == hi) return(NULL)
  exp(c(root(function(t) sum(w(t) * x) - a, -50, 50), root(function(t) sum(w(t)[x >= a]) - .025, -50, 50), root(function(t) sum(w(t)[x <= a]) - .025, -50, 50))) }
fmShare <- function(x1, n1, x2, n2, d) { l <- function(p) { p1 <- p + d; ll <- function(x, n, p) (if (x > 0) x * log(p) else 0) + (if (x < n) (n - x) * log1p(-p) else 0); ll(x1, n1, p1) + ll(x2, n2, p) }
  lo <- max(0, -d); hi <- min(1, 1 - d); if (hi - lo < 1e-12) return(lo); optimize(l, c(lo, hi), maximum = TRUE, tol = 1e-13)$maximum }
exactRd <- function(m) { x1 <- m[1, 1]; n1 <- sum(m[1, ]); x2 <- m[2, 1]; n2 <- sum(m[2, ])
  lim <- function(x1, n1, x2, n2) { sc <- function(i, j, d) { g <- i / n1 - j / n2 - d; p <- fmShare(i, n1, j, n2, d); p1 <- min(1, max(0, p + d)); v <- p1 * (1 - p1) / n1 + p * (1 - p) / n2; if (abs(g) < 1e-12) 0 else if (v > 1e-13) g / sqrt(v) else sign(g) * 1e9 }
    tail <- function(d) { o <- sc(x1, x2, d) + 1e-6; S <- outer(0:n1, 0:n2, Vectorize(function(i, j) sc(i, j, d) <= o))
      p <- seq(max(0, -d), min(1, 1 - d), length.out = 401); max(sapply(p, function(s) sum(S * outer(dbinom(0:n1, n1, min(1, max(0, s + d))), dbinom(0:n2, n2, s))))) }
    lo <- x1 / n1 - x2 / n2; hi <- 1; for (k in 1:25) { mid <- (lo + hi) / 2; if (tail(mid) > .025) lo <- mid else hi <- mid }; (lo + hi) / 2 }
  c(-lim(x2, n2, x1, n1), lim(x1, n1, x2, n2)) }
ofTables <- lapply(tables, function(m) { r <- list(table = m, oddsRatio = exactOr(m)); f <- fisher.test(m); r$fisher <- c(unname(f$estimate), f$conf.int)
  o <- dhyper(m[1, 1], sum(m[1, ]), sum(m[2, ]), sum(m[, 1])); r$midP <- f$p.value - o / 2; if (sum(m) < 30) r$riskDifference <- exactRd(m); r })
goodman <- function(x) { n <- sum(x); k <- length(x); b <- qchisq(1 - .05 / k, 1); h <- sqrt(b^2 + 4 * b * x * (n - x) / n); list(counts = x, low = (b + 2 * x - h) / (2 * (n + b)), high = (b + 2 * x + h) / (2 * (n + b))) }

# --- ordered measures, large-sample errors by the published sums
ord <- list(court = matrix(c(21, 13, 28, 4, 5, 16), 3, byrow = TRUE), hairEye = unname(apply(HairEyeColor, c(1, 2), sum)), esoph = unname(as.matrix(xtabs(ncases ~ agegp + alcgp, esoph))))
ofOrdered <- lapply(ord, function(m) { m <- matrix(as.numeric(m), nrow(m)); n <- sum(m); R <- nrow(m); C <- ncol(m); A <- D <- m * 0
  for (i in 1:R) for (j in 1:C) for (k in 1:R) for (l in 1:C) { s <- sign(k - i) * sign(l - j); if (s > 0) A[i, j] <- A[i, j] + m[k, l]; if (s < 0) D[i, j] <- D[i, j] + m[k, l] }
  P <- sum(m * A); Q <- sum(m * D); r <- rowSums(m); cc <- colSums(m); wr <- n^2 - sum(r^2); wc <- n^2 - sum(cc^2); w <- sqrt(wr * wc); t <- (P - Q) / w
  v <- outer(r, rep(1, C)) * wc + outer(rep(1, R), cc) * wr; l <- which.max(cc); ri <- apply(m, 1, max); at <- m[, l] == ri
  list(table = m, gamma = c((P - Q) / (P + Q), 4 / (P + Q)^2 * sqrt(sum(m * (Q * A - P * D)^2))),
    tauB = c(t, sqrt(sum(m * (2 * w * (A - D) + t * v)^2) - n^3 * t^2 * (wr + wc)^2) / w^2),
    somersD = c((P - Q) / wr, 2 / wr^2 * sqrt(sum(m * (wr * (A - D) - (P - Q) * (n - r))^2))),
    lambda = c((sum(ri) - max(cc)) / (n - max(cc)), sqrt((n - sum(ri)) * (sum(ri) + max(cc) - 2 * sum(ri[at])) / (n - max(cc))^3))) })

cat(toJSON(list(r = R.version.string, packages = sapply(c("coin", "survey", "metafor"), function(p) as.character(packageVersion(p))),
  groups = ofGroups, untied = c(untied, list(p = mwUntied$p.value, statistic = unname(mwUntied$statistic))), jonckheereAll = list(values = small, groups = sg, mean = mean(Js), variance = mean((Js - mean(Js))^2), ownStatistic = jt(small, sg)$statistic, pValue = jt(small, sg)$pValue),
  pairs = ofPairs, changes = ofChanges, squares = ofSquares, bowker = c(list(table = three), st(mcnemar.test(three))), strata = ofStrata,
  hair = list(tables = lapply(1:2, function(k) hair[, , k]), statistic = gh$lrt, df = gh$df, pValue = pchisq(gh$lrt, gh$df, lower.tail = FALSE)),
  families = list(x = X, y = Y, z = Z, w = W, threeWay = ll, family = fam - 1, statistic = unname(hom$Ftest), pValue = unname(hom$p)),
  exact = ofTables, goodman = goodman(c(59, 40, 39)), ordered = ofOrdered), digits = I(17), auto_unbox = TRUE))
