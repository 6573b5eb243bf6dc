# Reference trees: Rscript tests/reference/trees.R > tests/reference/trees.json
# An independent implementation in base R of the SPSS algorithm (Kass, exhaustive, floating missing, ordinal and numeric
# outcomes) and of the R CHAID package's semantics without its faults. Rows carry frequencies. Everything recursive and
# slow on purpose: tables by xtabs, row effects by glm (poisson), F by aov, Stirling numbers by their recurrence.
suppressMessages(library(jsonlite))

logp_chisq <- function(x, df) if (df < 1) 0 else pchisq(x, df, lower.tail = FALSE, log.p = TRUE)
# A test of groups g against outcome y with frequencies w: statistic, df, df2 and log p.
test <- function(g, y, w, kind, statistic) {
  g <- factor(g)
  if (kind == "continuous") {
    d <- data.frame(g = rep(g, w), y = rep(y, w))
    if (nlevels(g) < 2 || length(unique(d$y)) < 2) return(list(statistic = 0, df = 0, df2 = 0, logP = 0))
    a <- summary(aov(y ~ g, d))[[1]]
    return(list(statistic = a[1, "F value"], df = a[1, "Df"], df2 = a[2, "Df"],
      logP = pf(a[1, "F value"], a[1, "Df"], a[2, "Df"], lower.tail = FALSE, log.p = TRUE)))
  }
  m <- xtabs(w ~ g + y); m <- m[rowSums(m) > 0, colSums(m) > 0, drop = FALSE]
  if (nrow(m) < 2 || ncol(m) < 2) return(list(statistic = 0, df = 0, logP = 0))
  d <- as.data.frame(m); names(d) <- c("g", "y", "n")
  if (kind == "ordinal") {
    d$v <- as.numeric(as.character(d$y))
    # glm, except where a row with one class only drives its slope to the edge and glm does not settle: the deviance is what
    # is wanted, and Newton's method on the conditional likelihood, information scaled to a unit diagonal, reaches it.
    fit <- tryCatch(glm(n ~ g + y + g:v, poisson, d, control = glm.control(epsilon = 1e-12, maxit = 50)), error = function(e) NULL, warning = function(e) NULL)
    h <- deviance(glm(n ~ g + y, poisson, d, control = glm.control(epsilon = 1e-12, maxit = 50))) - (if (is.null(fit) || min(fitted(fit)) < 1e-6) edge(unclass(m)) else deviance(fit))
    return(list(statistic = max(0, h), df = nrow(m) - 1, logP = logp_chisq(max(0, h), nrow(m) - 1)))
  }
  e <- outer(rowSums(m), colSums(m)) / sum(m)
  x <- if (statistic == "pearson") sum((m - e)^2 / e) else 2 * sum(ifelse(m > 0, m * log(m / e), 0))
  df <- (nrow(m) - 1) * (ncol(m) - 1)
  list(statistic = x, df = df, logP = logp_chisq(x, df))
}
edge <- function(m) {
  r <- nrow(m); k <- ncol(m); v <- as.numeric(colnames(m)); theta <- rep(0, k - 1 + r - 1)
  shares <- function(theta) { e <- outer(rep(1, r), c(0, theta[seq_len(k - 1)])) + outer(c(0, theta[-seq_len(k - 1)]), v); e <- exp(e - apply(e, 1, max)); e / rowSums(e) }
  loglik <- function(theta) { p <- shares(theta); sum(ifelse(m > 0, m * log(p), 0)) }
  X <- lapply(seq_len(r), function(i) { a <- matrix(0, k, k - 1 + r - 1); a[cbind(2:k, seq_len(k - 1))] <- 1; if (i > 1) a[, k - 1 + i - 1] <- v; a })
  now <- loglik(theta)
  for (step in 1:60) {
    p <- shares(theta); g <- 0; H <- 0
    for (i in seq_len(r)) { n <- sum(m[i, ]); g <- g + t(X[[i]]) %*% (m[i, ] - n * p[i, ]); H <- H + n * t(X[[i]]) %*% (diag(p[i, ]) - outer(p[i, ], p[i, ])) %*% X[[i]] }
    s <- 1 / sqrt(diag(H)); if (any(!is.finite(s))) break
    move <- tryCatch(s * solve(H * outer(s, s), s * g, tol = 1e-14), error = function(e) NULL); if (is.null(move)) break
    scale <- 1; repeat { new <- loglik(theta + scale * move); if (is.finite(new) && new >= now || scale < 1e-9) break; scale <- scale / 2 }
    if (scale < 1e-9) break
    theta <- theta + scale * as.vector(move); done <- new - now < 1e-15; now <- new; if (done) break
  }
  p <- m / rowSums(m); 2 * (sum(ifelse(m > 0, m * log(p), 0)) - now)
}
stirling <- function(n, k) if (k == 0) as.numeric(n == 0) else if (k > n) 0 else k * stirling(n - 1, k) + stirling(n - 1, k - 1)
multiplier <- function(type, I, r, exhaustive, version) {
  if (r < 2) return(1)
  if (exhaustive) return(max(1, if (type == "nominal") I * (I^2 - 1) / (if (version == "spss") 2 else 6) else I * (I - 1) / 2))
  max(1, switch(type, nominal = stirling(I, r), ordinal = choose(I - 1, r - 1),
    "ordinal-floating" = choose(I - 2, r - 2) + r * choose(I - 2, r - 1)))
}
# x: integer codes 0, 1, …; NA missing. A grouping is a list of vectors of codes; NA stands in it as -1.
in_group <- function(x, g) ifelse(is.na(x), -1, x) %in% g
groups_of <- function(x, groups) { out <- rep(NA_integer_, length(x)); for (i in seq_along(groups)) out[in_group(x, groups[[i]])] <- i; out }
pair_logp <- function(a, b, s) { k <- in_group(s$x, c(a, b)); test(in_group(s$x[k], a), s$y[k], s$w[k], s$kind, s$statistic)$logP }
whole <- function(groups, s) test(groups_of(s$x, groups), s$y, s$w, s$kind, s$statistic)
order_groups <- function(groups) groups[order(sapply(groups, function(g) if (all(g == -1)) Inf else min(g[g >= 0])))]
pairs_of <- function(groups, type) {
  n <- length(groups); if (n < 2) return(list())
  p <- unlist(lapply(seq_len(n - 1), function(i) lapply((i + 1):n, function(j) c(i, j))), recursive = FALSE)
  if (type == "nominal") p else Filter(function(q) q[2] == q[1] + 1, p)
}
most_alike <- function(groups, s, allowed) {
  best <- NULL; value <- -Inf
  for (q in allowed) { l <- pair_logp(groups[[q[1]]], groups[[q[2]]], s); if (is.null(best) || l > value + 1e-9) { best <- q; value <- l } }
  list(pair = best, logP = value)
}
join <- function(groups, q) { groups[[q[1]]] <- sort(c(groups[[q[1]]], groups[[q[2]]])); order_groups(groups[-q[2]]) }
halves <- function(group, type) {
  m <- length(group)
  if (type != "nominal") return(lapply(seq_len(m - 1), function(k) group[1:k]))
  Filter(function(h) length(h) < m, lapply(0:(2^(m - 1) - 1), function(k) group[c(TRUE, as.logical(bitwAnd(k, 2^(0:(m - 2)))))]))
}
merge <- function(s, o) {
  cats <- sort(unique(s$x[!is.na(s$x)])); floats <- s$type == "ordinal-floating" && anyNA(s$x)
  groups <- as.list(cats); if (s$type == "nominal" && anyNA(s$x)) groups <- c(groups, list(-1))
  I <- length(groups) + floats; if (I < 2) return(NULL)
  solid <- s; keep <- if (s$type == "nominal") rep(TRUE, length(s$x)) else !is.na(s$x)
  solid$x <- s$x[keep]; solid$y <- s$y[keep]; solid$w <- s$w[keep]
  if (o$exhaustive) {
    best <- groups; value <- if (length(groups) > 1) whole(groups, solid)$logP else 0
    while (length(groups) > 2) {
      groups <- join(groups, most_alike(groups, solid, pairs_of(groups, s$type))$pair); l <- whole(groups, solid)$logP
      if (l < value - 1e-9) { best <- groups; value <- l }
    }
    groups <- best
  } else while (length(groups) > 2) {
    m <- most_alike(groups, solid, pairs_of(groups, s$type))
    if (!(m$logP > log(o$alpha_merge))) break
    union <- sort(c(groups[[m$pair[1]]], groups[[m$pair[2]]])); groups <- join(groups, m$pair)
    if (o$alpha_resplit > 0 && length(union) >= 3) {
      h <- halves(union, s$type); l <- sapply(h, function(part) pair_logp(part, setdiff(union, part), solid)); k <- which(l <= min(l) + 1e-9)[1]
      if (l[k] <= log(o$alpha_resplit)) groups <- order_groups(c(Filter(function(g) !setequal(g, union), groups), list(h[[k]]), list(setdiff(union, h[[k]]))))
    }
  }
  if (floats) {
    if (length(groups) == 1) groups <- c(groups, list(-1)) else {
      l <- sapply(groups, function(g) pair_logp(g, -1, s)); near <- which(l >= max(l) - 1e-9)[1]
      together <- groups; together[[near]] <- c(together[[near]], -1); apart <- c(groups, list(-1))
      groups <- if (whole(together, s)$logP <= whole(apart, s)$logP + 1e-9) together else apart
    }
  }
  list(groups = groups, I = I, floats = floats)
}
size_of <- function(groups, s) sapply(groups, function(g) sum(s$w[in_group(s$x, g)]))
allowed_pairs <- function(groups, type) Filter(function(q) type == "nominal" || q[2] == q[1] + 1 || any(sapply(q, function(k) all(groups[[k]] == -1))), pairs_of(groups, "nominal"))
absorb <- function(groups, s, least) repeat {
  n <- size_of(groups, s); if (length(groups) < 2 || all(n >= least)) return(groups)
  small <- which.min(n)
  q <- most_alike(groups, s, Filter(function(q) small %in% q, allowed_pairs(groups, s$type)))$pair
  groups <- order_groups(join(groups, q))
}
absorb_r <- function(groups, s, least) repeat {
  n <- size_of(groups, s); if (all(n >= least)) return(groups); if (length(groups) <= 2) return(NULL)
  groups <- join(groups, most_alike(groups, s, allowed_pairs(groups, s$type))$pair)
}
adjusted <- function(groups, m, s, o) {
  t <- whole(groups, s); type <- if (s$type == "ordinal-floating" && !m$floats) "ordinal" else s$type
  b <- if (o$bonferroni) multiplier(type, m$I, length(groups), o$exhaustive, o$version) else 1
  c(t, list(multiplier = b, logAdjusted = min(0, t$logP + log(b))))
}
grow <- function(d, y, xs, types, w, o) {
  nodes <- list()
  node <- function(rows, parent, depth) {
    id <- length(nodes) + 1; nodes[[id]] <<- list()
    yy <- y[rows]; ww <- w[rows]; n <- sum(ww)
    own <- list(parent = parent, depth = depth, n = n)
    if (o$kind == "continuous") own$mean <- sum(ww * yy) / n else own$counts <- as.list(sapply(split(ww, factor(yy, levels = sort(unique(y)))), sum))
    nodes[[id]] <<- own
    if (length(unique(yy)) < 2 || depth >= o$depth || n < o$min_parent) return(invisible())
    best <- NULL
    for (k in seq_along(xs)) {
      s <- list(x = d[[xs[k]]][rows], y = yy, w = ww, type = types[k], kind = o$kind, statistic = o$statistic)
      if (types[k] == "ordinal-floating" && !anyNA(d[[xs[k]]])) s$type <- "ordinal"
      m <- merge(s, o); if (is.null(m) || length(m$groups) < 2) next
      groups <- m$groups
      if (o$small == "r") { groups <- absorb_r(groups, s, min(ceiling(o$min_share * n), o$min_child)); if (is.null(groups)) next }
      a <- adjusted(groups, m, s, o)
      if (is.null(best) || a$logAdjusted < best$a$logAdjusted - 1e-9) best <- list(a = a, m = m, s = s, groups = groups, k = k)
    }
    if (is.null(best) || best$a$logAdjusted > log(o$alpha_split)) return(invisible())
    groups <- best$groups
    if (o$small == "spss") groups <- absorb(groups, best$s, o$min_child)
    if (length(groups) < 2) return(invisible())
    a <- adjusted(groups, best$m, best$s, o)
    nodes[[id]] <<- c(own, list(split = c(list(variable = xs[best$k], groups = lapply(groups, I), atChoice = best$a$logAdjusted), a)))
    for (g in groups) node(rows[in_group(best$s$x, g)], id - 1, depth + 1)
  }
  node(seq_along(y), NA, 0); nodes
}
spss <- list(kind = "nominal", statistic = "pearson", exhaustive = FALSE, version = "spss", alpha_merge = .05, alpha_split = .05,
  alpha_resplit = 0, bonferroni = TRUE, depth = 3, min_parent = 100, min_child = 50, small = "spss", min_share = 1)
like_r <- modifyList(spss, list(depth = 50, min_parent = 20, min_child = 7, small = "r", min_share = .01))
with_ <- function(base, ...) modifyList(base, list(...))

codes <- function(f) as.integer(factor(f)) - 1L
titanic <- as.data.frame(Titanic); titanic <- titanic[titanic$Freq > 0, ]
hair <- as.data.frame(HairEyeColor); ucb <- as.data.frame(UCBAdmissions)
eso <- data.frame(age = codes(esoph$agegp), alc = codes(esoph$alcgp), tob = codes(esoph$tobgp))
eso <- rbind(cbind(eso, case = 1L, w = esoph$ncases), cbind(eso, case = 0L, w = esoph$ncontrols)); eso <- eso[eso$w > 0, ]
infert_ <- data.frame(education = codes(infert$education), induced = infert$induced, spontaneous = infert$spontaneous, parity = infert$parity - 1L, case = infert$case, w = 1)
# Missing values by a rule that anyone can repeat: every fifth row of the ordered predictor, every seventh of another.
gaps <- infert_; gaps$parity[seq(5, nrow(gaps), 5)] <- NA; gaps$education[seq(7, nrow(gaps), 7)] <- NA
chick <- data.frame(diet = as.integer(chickwts$feed) - 1L, weight = chickwts$weight, w = 1)
warp <- data.frame(wool = codes(warpbreaks$wool), tension = codes(warpbreaks$tension), breaks = warpbreaks$breaks, w = 1)
sat <- data.frame(infl = 0L, type = 0L, cont = 0L, sat = 0L, w = 0)[0, ]
if (requireNamespace("MASS", quietly = TRUE)) { h <- MASS::housing; sat <- data.frame(infl = codes(h$Infl), type = codes(h$Type), cont = codes(h$Cont), sat = as.integer(h$Sat), w = h$Freq) }
tit <- data.frame(class = codes(titanic$Class), sex = codes(titanic$Sex), age = codes(titanic$Age), survived = codes(titanic$Survived), w = titanic$Freq)
hec <- data.frame(hair = codes(factor(hair$Hair, levels = levels(hair$Hair))), sex = codes(hair$Sex), eye = codes(factor(hair$Eye, levels = levels(hair$Eye))), w = hair$Freq)
adm <- data.frame(gender = codes(ucb$Gender), dept = codes(ucb$Dept), admit = codes(ucb$Admit), w = ucb$Freq)
run <- function(name, d, outcome, xs, types, o) {
  set <- list(name = name, outcome = outcome, predictors = xs, types = types, options = o, data = d)
  d <- d[d$w > 0, ]; d <- d[rowSums(!is.na(d[xs])) > 0, ]; if (o$small == "r") d <- d[stats::complete.cases(d[xs]), ]
  c(set, list(nodes = grow(d, d[[outcome]], xs, types, d$w, o)))
}
n <- "nominal"; or <- "ordinal"; fl <- "ordinal-floating"
runs <- list(
  run("titanic-spss", tit, "survived", c("class", "sex", "age"), c(n, n, n), spss),
  run("titanic-r", tit, "survived", c("class", "sex", "age"), c(or, n, n), like_r),
  run("titanic-lr", tit, "survived", c("class", "sex", "age"), c(n, n, n), with_(spss, statistic = "likelihood-ratio")),
  run("titanic-exhaustive", tit, "survived", c("class", "sex", "age"), c(n, n, n), with_(spss, exhaustive = TRUE)),
  run("titanic-biggs", tit, "survived", c("class", "sex", "age"), c(n, n, n), with_(spss, exhaustive = TRUE, version = "biggs", min_child = 10)),
  run("hair-spss", hec, "eye", c("hair", "sex"), c(n, n), with_(spss, min_parent = 60, min_child = 20)),
  run("hair-r", hec, "eye", c("hair", "sex"), c(n, n), like_r),
  run("admissions-spss", adm, "admit", c("gender", "dept"), c(n, n), spss),
  run("admissions-r", adm, "admit", c("gender", "dept"), c(n, n), like_r),
  run("admissions-resplit", adm, "admit", c("gender", "dept"), c(n, n), with_(spss, alpha_merge = .2, alpha_resplit = .19)),
  run("esoph-spss", eso, "case", c("age", "alc", "tob"), c(or, or, or), spss),
  run("esoph-r", eso, "case", c("age", "alc", "tob"), c(or, or, or), like_r),
  run("esoph-exhaustive", eso, "case", c("age", "alc", "tob"), c(or, or, or), with_(spss, exhaustive = TRUE, min_child = 20, min_parent = 50)),
  run("infert-gaps", gaps, "case", c("spontaneous", "parity", "education", "induced"), c(or, fl, n, or), with_(spss, min_parent = 20, min_child = 10)),
  run("infert-floating", gaps, "spontaneous", c("parity", "education"), c(fl, n), with_(spss, min_parent = 20, min_child = 5)),
  run("infert-floating-exhaustive", gaps, "spontaneous", c("parity", "education"), c(fl, n), with_(spss, exhaustive = TRUE, min_parent = 20, min_child = 5)),
  run("infert-ordinal-floating", transform(gaps, spontaneous = spontaneous + 1L), "spontaneous", c("parity", "education"), c(fl, n), with_(spss, kind = "ordinal", min_parent = 20, min_child = 5)),
  run("housing-nominal", sat, "sat", c("infl", "type", "cont"), c(or, n, n), spss),
  run("housing-ordinal", sat, "sat", c("infl", "type", "cont"), c(or, n, n), with_(spss, kind = "ordinal")),
  run("housing-ordinal-exhaustive", sat, "sat", c("infl", "type", "cont"), c(or, n, n), with_(spss, kind = "ordinal", exhaustive = TRUE)),
  run("chickwts", chick, "weight", "diet", n, with_(spss, kind = "continuous", min_parent = 10, min_child = 5)),
  run("warpbreaks", warp, "breaks", c("wool", "tension"), c(n, or), with_(spss, kind = "continuous", min_parent = 10, min_child = 5)))
tables <- list(c(21, 13, 28, 4), c(5, 3, 2, 1, 4, 9), c(30, 0, 0, 10, 12, 8), c(0, 0, 7, 6, 3, 1), c(12, 9, 7, 2, 3, 8, 15, 6, 1, 1, 9, 20))
dims <- list(c(2, 2), c(2, 3), c(2, 3), c(2, 3), c(3, 4))
row_effects <- Map(function(m, d) { t <- data.frame(g = rep(seq_len(d[1]), each = d[2]), y = rep(seq_len(d[2]), d[1]), w = m)
  c(list(table = matrix(m, d[1], byrow = TRUE)), test(t$g, t$y, t$w, "ordinal", "")) }, tables, dims)
suppressMessages(library(survey))
# The analogue for means of the Rao–Scott test: covariance of the group means between families from survey's linearisation.
set <- data.frame(g = rep(c(1, 2, 3), c(9, 12, 7)), y = c(3, 4, 2, 5, 4, 3, 2, 4, 1, 6, 5, 7, 4, 6, 5, 3, 6, 7, 4, 5, 8, 2, 3, 1, 2, 4, 3, 2),
  f = c(1, 1, 2, 3, 3, 4, 5, 6, 6, 7, 7, 8, 9, 9, 10, 11, 11, 12, 13, 14, 1, 15, 16, 16, 17, 18, 2, 18))
des <- svydesign(ids = ~f, weights = ~1, data = set)
fit <- svyglm(y ~ factor(g), des)
ng <- table(set$g); wit <- sum(resid(lm(y ~ factor(g), set))^2) / (nrow(set) - 3)
D <- wit * (diag(1 / ng[-1]) + 1 / ng[1]); V <- vcov(fit)[-1, -1]; delta <- solve(D, V)
x2 <- 2 * anova(lm(y ~ factor(g), set))[1, "F value"]; tr <- sum(diag(delta)); d <- tr^2 / sum(diag(delta %*% delta)); fam <- length(unique(set$f))
means <- list(data = set, statistic = x2 / tr, df = d, df2 = d * (fam - 1), pValue = pf(x2 / tr, d, d * (fam - 1), lower.tail = FALSE), designEffect = tr / 2)
cat(toJSON(list(r = R.version.string, survey = as.character(packageVersion("survey")), runs = runs, rowEffects = unname(row_effects), means = means), digits = I(17), auto_unbox = TRUE, na = "null", null = "null"))
