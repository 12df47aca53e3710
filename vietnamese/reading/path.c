/* The search of restore.py in C: the same states in the same order, so the same readings.
 *
 * restore.py is the reference; change both, and tests/contract/test_typing_search.py tells
 * when they part. Plain C99 without Python: one library serves every Python that loads it.
 * Compile without contracting a * b + c, or the sums differ in the last bit.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BEAM = 8, PAIRED = -2, UNKNOWN = -1 };
static const double FAINT = 1e-4, TRIPLE_LEAN = 2.0, UNKNOWN_CHANCE = 1e-8;

struct model { /* the arrays of counts.py */
    const float *chance, *after, *lean, *pair_counts, *triple_counts;
    const uint32_t *pair_at, *second, *triple_at, *third;
    const double *triple_sums;
};

struct choice { /* slots.py packs these: "diiii" and no more */
    double weight;
    int32_t first, last, before, pair;
};

struct state {
    double score;
    int32_t word, before, pair, choice, back;
};

struct leant { /* a way to a word whose pair has triples */
    int32_t back;
    uint32_t begin, end;
    double part, rest;
};

static uint32_t bisect(const uint32_t *sorted, uint32_t value, uint32_t low, uint32_t high)
{
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (sorted[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Place of the pair's count, or -1; `estimate` is the chance of `second` after `first`. */
static int32_t look_up(const struct model *m, int32_t first, int32_t second, double *estimate)
{
    if (second < 0) {
        *estimate = UNKNOWN_CHANCE;
        return -1;
    }
    *estimate = m->chance[second];
    if (first < 0 || m->lean[first] == 0)
        return -1;
    uint32_t end = m->pair_at[first + 1];
    uint32_t at = bisect(m->second, (uint32_t)second, m->pair_at[first], end);
    int seen = at < end && m->second[at] == (uint32_t)second;
    double count = seen ? m->pair_counts[at] : 0.0;
    *estimate = (count + (double)m->lean[first] * *estimate) / m->after[first];
    return seen ? (int32_t)at : -1;
}

/* Ways to one word: the best where no triple is seen, and those with triples to look up. */
static int ways(const struct model *m, const struct state *states, int count, int32_t word,
                double scale, double *top, int32_t *top_at, struct leant *leant)
{
    int found = 0;
    *top = 0.0;
    *top_at = -1;
    for (int at = 0; at < count; at++) {
        if (states[at].word != word)
            continue;
        if (*top_at < 0)
            *top_at = at;
        double share = states[at].score * scale;
        int32_t pair = states[at].pair;
        if (pair >= 0 && m->triple_at[pair] < m->triple_at[pair + 1]) {
            uint32_t begin = m->triple_at[pair], end = m->triple_at[pair + 1];
            double seen = m->pair_counts[pair];
            double left = seen - (m->triple_sums[end] - m->triple_sums[begin]);
            double rest = (left > 0.0 ? left : 0.0) + TRIPLE_LEAN;
            double part = share / (seen + TRIPLE_LEAN);
            leant[found++] = (struct leant){at, begin, end, part, rest};
            share = part * rest;
        }
        if (share > *top) {
            *top = share;
            *top_at = at;
        }
    }
    return found;
}

static int step(const struct model *m, const struct state *states, int count,
                const struct choice *choices, int width, double scale, struct state *out)
{
    int found = 0;
    for (int group = 0; group < count; group++) {
        int32_t word = states[group].word, top_at;
        int met = 0;
        for (int at = 0; at < group; at++)
            met |= states[at].word == word;
        if (met)
            continue;
        double top;
        struct leant leant[BEAM];
        int leaning = ways(m, states, count, word, scale, &top, &top_at, leant);
        for (int at = 0; at < width; at++) {
            const struct choice *c = &choices[at];
            double estimate;
            int32_t pair = look_up(m, word, c->first, &estimate), back = top_at;
            double value = top * estimate;
            for (int way = 0; pair >= 0 && way < leaning; way++) {
                const struct leant *l = &leant[way];
                uint32_t place = bisect(m->third, (uint32_t)c->first, l->begin, l->end);
                if (place < l->end && m->third[place] == (uint32_t)c->first) {
                    double total = l->part * (m->triple_counts[place] + l->rest * estimate);
                    if (total > value) {
                        value = total;
                        back = l->back;
                    }
                }
            }
            struct state made = {value * c->weight, c->last, c->before, c->pair, at, back};
            if (c->before == PAIRED) {
                made.before = word;
                made.pair = pair;
            }
            out[found++] = made;
        }
    }
    return found;
}

/* Whether `a` comes before `b`: better, or of equal score the greater as Python's tuples go. */
static int before(const struct state *a, const struct state *b)
{
    if (a->score != b->score)
        return a->score > b->score;
    if (a->word != b->word)
        return a->word > b->word;
    if (a->before != b->before)
        return a->before > b->before;
    if (a->pair != b->pair)
        return a->pair > b->pair;
    if (a->choice != b->choice)
        return a->choice > b->choice;
    return a->back > b->back;
}

/* The best states, sorted, into `kept`; returns how many. */
static int keep(const struct state *found, int count, struct state *kept)
{
    int stay = 0;
    for (int at = 0; at < count; at++) {
        int place = stay;
        while (place > 0 && before(&found[at], &kept[place - 1]))
            place--;
        if (place == BEAM)
            continue;
        if (stay < BEAM)
            stay++;
        memmove(kept + place + 1, kept + place, (size_t)(stay - 1 - place) * sizeof *kept);
        kept[place] = found[at];
    }
    while (kept[stay - 1].score < kept[0].score * FAINT)
        stay--;
    return stay;
}

/* Readings ahead: each choice that a kept state came by, with the best score of those. */
static int look_ahead(const struct state *later_ones, int count, const struct state *from,
                      int32_t *choices, double *scores)
{
    int found = 0;
    for (int at = 0; at < count; at++) {
        int32_t choice = from ? from[later_ones[at].back].choice : later_ones[at].choice;
        int known = 0;
        for (int other = 0; other < found; other++)
            known |= choices[other] == choice;
        if (!known) {
            choices[found] = choice;
            scores[found++] = later_ones[at].score;
        }
    }
    return found;
}

static void trace(const struct state *trail, const int *kept, int begin, int end,
                  int32_t *chosen, double *shares, int32_t *runners)
{
    int32_t at = 0, choices[BEAM];
    double scores[BEAM];
    int ahead = look_ahead(trail + (size_t)(end - 1) * BEAM, kept[end - 1], NULL, choices, scores);
    for (int place = end - 1; place >= begin; place--) {
        const struct state *states = trail + (size_t)place * BEAM;
        int32_t choice = states[at].choice, runner = choice;
        double mine = 1.0, sum = 0.0, second = -1.0;
        for (int one = 0; one < ahead; one++) {
            sum += scores[one];
            if (choices[one] == choice)
                mine = scores[one];
            else if (scores[one] > second) {
                second = scores[one];
                runner = choices[one];
            }
        }
        chosen[place] = choice;
        shares[place] = ahead > 1 ? mine / sum : 1.0;
        runners[place] = runner;
        at = states[at].back;
        if (place > begin)
            ahead = look_ahead(states, kept[place], states - BEAM, choices, scores);
    }
}

/* Fills chosen, shares and runners for `count` slots of `widths` choices; returns the log
 * chance of all, or NaN when there is no memory. */
double search(const struct model *m, const struct choice *choices, const int32_t *widths,
              const unsigned char *opens, int count, int32_t *chosen, double *shares,
              int32_t *runners)
{
    int widest = 1, states_kept = 1, begin = 0;
    double log_chance = 0.0, scale = 1.0;
    for (int at = 0; at < count; at++)
        if (widths[at] > widest)
            widest = widths[at];
    struct state *trail = malloc((size_t)count * BEAM * sizeof *trail);
    struct state *found = malloc((size_t)widest * BEAM * sizeof *found);
    int *kept = malloc((size_t)count * sizeof *kept);
    if (!trail || !found || !kept) {
        log_chance = NAN;
        count = 0;
    }
    static const struct state START = {1.0, 0, UNKNOWN, -1, 0, 0};
    const struct state *states = &START;
    for (int at = 0; at < count; at++) {
        struct state *here = trail + (size_t)at * BEAM;
        int made = step(m, states, states_kept, choices, widths[at], 1.0 / scale, found);
        choices += widths[at];
        kept[at] = states_kept = keep(found, made, here);
        states = here;
        scale = here[0].score;
        log_chance += log(scale);
        if (at + 1 == count || opens[at + 1]) {
            trace(trail, kept, begin, at + 1, chosen, shares, runners);
            begin = at + 1;
            states = &START;
            states_kept = 1;
            scale = 1.0;
        }
    }
    free(trail);
    free(found);
    free(kept);
    return log_chance;
}
