using System.CommandLine;
using BigBiGan.Cli;
using BigBiGan.Cli.Commands;

return CommandLine.Run(args);
