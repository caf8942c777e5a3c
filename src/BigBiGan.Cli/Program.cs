return BigBiGan.Cli.CommandLine.Run(args);
