using BigBiGan.Dsl.Kernels;

return KernelWorker.Serve(args, typeof(BigBiGan.Cli.CommandLine).Assembly) ? 0 : BigBiGan.Cli.CommandLine.Run(args);
