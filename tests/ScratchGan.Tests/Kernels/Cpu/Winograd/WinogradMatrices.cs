namespace ScratchGan.Tests.Kernels.Cpu.Winograd;

/// <summary>
/// The matrices of F(m, r) for finite points x₀ … and ∞, straight from their definition: Aᵀ[i, j] = xⱼⁱ, G[j, k] = xⱼᵏ / Πₗ≠ⱼ (xⱼ − xₗ), Bᵀ[j, ·] the
/// coefficients of Πₗ≠ⱼ (x − xₗ).
/// </summary>
internal sealed class WinogradMatrices
{
    public WinogradMatrices(double[] finite, int outputs, int taps)
    {
        Points = finite.Length + 1;
        if (Points != outputs + taps - 1)
            throw new ArgumentException($"F({outputs}, {taps}) needs {outputs + taps - 2} finite points, found {finite.Length}");
        OutputMap = new double[outputs, Points];
        FilterMap = new double[Points, taps];
        InputMap = new double[Points, Points];
        for (int j = 0; j < finite.Length; j++)
        {
            double[] others = [.. finite.Where((_, l) => l != j)];
            double norm = others.Aggregate(1.0, (product, point) => product * (finite[j] - point));
            for (int i = 0; i < outputs; i++)
                OutputMap[i, j] = Math.Pow(finite[j], i);
            for (int k = 0; k < taps; k++)
                FilterMap[j, k] = Math.Pow(finite[j], k) / norm;
            SetRow(InputMap, j, Coefficients(others));
        }
        OutputMap[outputs - 1, finite.Length] = 1;
        FilterMap[finite.Length, taps - 1] = 1;
        SetRow(InputMap, finite.Length, Coefficients(finite));
    }

    public int Points { get; }

    /// <summary>Aᵀ</summary>
    public double[,] OutputMap { get; }

    /// <summary>G</summary>
    public double[,] FilterMap { get; }

    /// <summary>Bᵀ</summary>
    public double[,] InputMap { get; }

    public static double[] Product(double[,] matrix, double[] vector) =>
        [.. Enumerable.Range(0, matrix.GetLength(0)).Select(row => vector.Select((value, column) => matrix[row, column] * value).Sum())];

    public static double[,] Transposed(double[,] matrix)
    {
        double[,] result = new double[matrix.GetLength(1), matrix.GetLength(0)];
        for (int row = 0; row < matrix.GetLength(0); row++)
            for (int column = 0; column < matrix.GetLength(1); column++)
                result[column, row] = matrix[row, column];
        return result;
    }

    /// <summary>Of Π (x − root), the lowest power first.</summary>
    private static double[] Coefficients(double[] roots)
    {
        double[] polynomial = [1];
        foreach (double root in roots)
        {
            double[] product = new double[polynomial.Length + 1];
            for (int power = 0; power < polynomial.Length; power++)
            {
                product[power + 1] += polynomial[power];
                product[power] -= root * polynomial[power];
            }
            polynomial = product;
        }
        return polynomial;
    }

    private static void SetRow(double[,] matrix, int row, double[] values)
    {
        for (int column = 0; column < values.Length; column++)
            matrix[row, column] = values[column];
    }
}
