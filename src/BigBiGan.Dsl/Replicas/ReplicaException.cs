namespace BigBiGan.Dsl.Replicas;

/// <summary>Another replica has failed, so that this one cannot go on; the cause is its inner exception where it is known here.</summary>
public sealed class ReplicaException(string message, Exception? cause = null) : Exception(message, cause);
