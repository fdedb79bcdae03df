using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using Xunit;

namespace ScratchGan.Tests.Engine.Layers;

public sealed class OrthogonalTests
{
    /// <summary>W·Wᵀ or Wᵀ·W, whichever is smaller, is gain² times the unit matrix; the elements are rounded to float32.</summary>
    [Theory]
    [InlineData(4, 9, 1f)]
    [InlineData(9, 4, 1.5f)]
    [InlineData(6, 6, 2f)]
    [InlineData(1, 5, 1f)]
    public void Rows_or_columns_are_orthogonal_and_of_the_gains_length(int rows, int columns, float gain)
    {
        float[] values = new float[rows * columns];
        Initializers.Orthogonal(rows, gain)(values, new RandomSource(seed: 7, stream: 0));
        (int vectors, int length) = rows <= columns ? (rows, columns) : (columns, rows);
        for (int a = 0; a < vectors; a++)
            for (int b = 0; b < vectors; b++)
                Assert.Equal(a == b ? (double)gain * gain : 0, Enumerable.Range(0, length).Sum(i => Element(a, i) * Element(b, i)), 1e-6 * gain * gain);

        double Element(int vector, int i) => values[rows <= columns ? vector * columns + i : i * columns + vector];
    }
}
