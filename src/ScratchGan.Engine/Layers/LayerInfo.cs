namespace ScratchGan.Engine.Layers;

/// <summary>What a layer makes of an input shape: the output's shape and the floating-point operations of its matrix products and convolutions.</summary>
public readonly record struct LayerInfo(Shape Output, double Flops);
