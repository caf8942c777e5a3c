// one more than cores: a test of the command waits for processes a third of its time
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
