namespace BigBiGan.Dsl.Spec.Schema;
public static class SpecKeys;
