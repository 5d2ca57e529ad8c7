using System;

namespace XnatTools.Import.Csv;

/// <summary>How many letters must be put in, taken out, changed or swapped to turn one word into the other.</summary>
internal static class EditDistance
{
    /// <summary>The distance, or more than <paramref name="limit"/> when it is larger than that.</summary>
    public static int Between(string left, string right, int limit)
    {
        int[,] cost = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            cost[i, 0] = i;
        }

        for (int j = 0; j <= right.Length; j++)
        {
            cost[0, j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            int smallest = int.MaxValue;
            for (int j = 1; j <= right.Length; j++)
            {
                int change = left[i - 1] == right[j - 1] ? 0 : 1;
                int value = Math.Min(Math.Min(cost[i - 1, j] + 1, cost[i, j - 1] + 1), cost[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    value = Math.Min(value, cost[i - 2, j - 2] + 1);
                }

                cost[i, j] = value;
                smallest = Math.Min(smallest, value);
            }

            // Swaps reach two rows back, so one row above the limit is not yet the end; one more is.
            if (smallest > limit + 1)
            {
                return limit + 1;
            }
        }

        return cost[left.Length, right.Length];
    }
}
