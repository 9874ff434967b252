"""Which figures of a survey are hidden so that no small group can be read off, nor come back by subtraction.

The rule, for a threshold t (5 for officials, 10 for the public):

1. A count of 1 to t - 1 is small. Zero is shown.
2. Values of one variable (an answer, an okrug, an age band) that are small in total are shown only together with a
   neighbour, in every table: then all totals that are shown are 0 or at least t. A variable of which one group is left
   says nothing and is not crossed.
3. In a table of two variables small cells are hidden, and others with them, until each small cell could have t - 1
   different values for whoever knows all sums, from 1 to t - 1 where the sums allow it; each other hidden cell two.
   Bounds by network flow are exact. Hiding the whole table always suffices, as its sums are no less than t.
4. Three tables of two close a ring: a question by both traits of a pair, and the pair. What is hidden in one would come
   back out of the other two, say where an okrug speaks one language. So a pair is shown only where no table of its
   rings hides anything; then tables of three by it are shown, whose own small cells are hidden by cubes of eight. Where
   these do not do, the pair is closed with all its tables.
5. A question asked only of those who answered another one in a certain way is crossed only where that other one's table
   hides nothing: "not asked" would give the other's hidden cells away.
6. A later snapshot hides all that an earlier one hid. The difference between the two is a table of its own, of those
   who came later, and is held to the same rule; so is each figure that would be shown anew.
7. A question over the columns of another one stands there as a trait does: its own tables by traits are not shown.
   Tables that share one variable give no more together than apart; three that close a ring would.
8. What the public sees hides all that officials do not see: both together give no more than the officials' own.
"""
