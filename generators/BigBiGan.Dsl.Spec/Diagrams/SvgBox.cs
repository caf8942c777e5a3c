namespace BigBiGan.Dsl.Spec.Diagrams;

/// <summary>A rectangle of a drawing, in pixels; y grows downwards.</summary>
internal readonly record struct SvgBox(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public double CenterX => X + (Width / 2);

    public double CenterY => Y + (Height / 2);
}

/// <param name="X">Of the vertical part of a line.</param>
/// <param name="Port">How far from the middle of a box's side the line meets it, so that two lines never run along each other.</param>
internal sealed record SvgLane(double X, double Port);
