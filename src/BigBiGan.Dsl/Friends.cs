using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("BigBiGan.Dsl.Tests")]
