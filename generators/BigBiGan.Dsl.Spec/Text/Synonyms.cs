namespace BigBiGan.Dsl.Spec.Text;

/// <summary>What keys and values are called in other people's code: a suggestion goes by meaning before it goes by letters.</summary>
internal static class Synonyms
{
    /// <summary>A key's path or a choice's word, and the words for it.</summary>
    private static readonly (string Meant, string Words)[] Meanings =
    [
        ("variant", "name model class id"),
        ("summary", "description desc comment note title"),
        ("extends", "base bases _base_ parent inherit inherits include includes import from defaults"),
        ("latent", "z noise prior"),
        ("latent.size", "nz z-dim dim-z latent-dim dimension dim dims latent-size noise-dim nz-dim"),
        ("latent.prior", "distribution dist z-dist z-prior"),
        ("image", "x img images data-shape input"),
        ("image.size", "resolution res image-size img-size im-size height width"),
        ("image.colours", "channels colors color colour nc n-channels in-channels image-channels depth"),
        ("labels", "label classes conditional class-cond y cond"),
        ("labels.classes", "n-classes num-classes class-num nclass count number n"),
        ("labels.from", "source kind type mode"),
        ("generator", "g gen netg decoder dec generator-network"),
        ("generator.channels", "ch g-ch ngf gf-dim g-conv-dim base-channels g-channels filters nf width"),
        ("generator.shared", "shared-dim g-shared-dim dim-shared embedding embed"),
        ("generator.blocks", "layers upsample stages arch"),
        ("encoder", "e enc nete inference inference-network"),
        ("encoder.posterior", "output distribution reparameterise"),
        ("encoder.image", "resolution size image-size"),
        ("encoder.backbone", "arch architecture network net body"),
        ("encoder.backbone.family", "arch architecture name type kind model"),
        ("encoder.backbone.width", "multiplier width-mult widen widen-factor k"),
        ("encoder.backbone.channels", "ch planes base-channels filters"),
        ("encoder.backbone.memory", "checkpointing gradient-checkpointing"),
        ("discriminator", "d disc dis netd critic discriminators"),
        ("discriminator.F", "image x trunk convnet"),
        ("discriminator.H", "latent z"),
        ("discriminator.J", "joint xz pair"),
        ("discriminator.F.channels", "ch d-ch ndf df-dim d-conv-dim d-channels"),
        ("discriminator.F.blocks", "layers downsample stages arch"),
        ("objective", "loss losses criterion adv-loss objectives"),
        ("objective.loss", "adv-loss gan-mode gan-loss kind type criterion adversarial"),
        ("objective.scores", "terms unaries"),
        ("objective.weights", "lambda lambdas coefficients coefs"),
        ("training", "train optimization optimisation optim trainer hyperparameters hparams"),
        ("training.batch", "bs batch-size batchsize bsz mini-batch minibatch"),
        ("training.steps", "iters iterations num-iters n-iter niter num-steps total-step total-steps max-steps max-iter iter epochs num-epochs epoch kimg"),
        ("training.learning-rate", "lr alpha step-size"),
        ("training.learning-rate.G", "lr-g g-lr generator generator-lr gen"),
        ("training.learning-rate.D", "lr-d d-lr discriminator discriminator-lr disc critic"),
        ("training.learning-rate.E", "lr-e e-lr encoder encoder-lr enc"),
        ("training.adam", "optimizer optimiser optim betas"),
        ("training.adam.beta1", "beta-1 b1 momentum"),
        ("training.adam.beta2", "beta-2 b2"),
        ("training.adam.epsilon", "eps adam-eps"),
        ("training.updates", "scheme update alternate"),
        ("training.discriminator-steps",
            "d-steps n-critic num-d-steps n-dis d-updates d-iters critic-iters critic-steps d-updates-per-step n-disc ncritic num-d-step"),
        ("training.ema", "ema-decay ema-rate polyak average moving-average"),
        ("training.precision", "dtype amp fp16 bf16 mixed-precision half"),
        ("training.micro-batches",
            "accumulate accumulation grad-accumulation gradient-accumulation num-d-accumulations num-g-accumulations accumulate-grad-batches"),
        ("training.norm-statistics", "sync-bn syncbn sync-batchnorm cross-replica cross-replica-bn"),
        ("training.augmentation", "aug augment augmentations transforms transform"),
        ("training.augmentation.flip", "hflip horizontal-flip random-flip mirror fliplr"),
        ("training.augmentation.crop", "random-crop random-resized-crop resized-crop rrc"),
        ("training.augmentation.crop.area", "scale"),
        ("training.augmentation.crop.aspect", "ratio"),
        ("seeds", "seed random-seed random-seeds"),
        ("variants", "specs models variant configs"),
        ("data", "dataset data-set datasets"),
        ("product", "axes sweep parameters grid-search matrix values params"),
        ("union", "include alternatives"),
        ("exclude", "except skip without"),
        ("only-when", "if when conditions"),
        ("budget.multiply-adds", "flops macs gflops mult-adds"),
        ("budget.memory", "vram gpu-memory mem"),
        ("protocol.neighbours", "k knn neighbors nearest"),
        ("partition", "queue partitions"),
        ("account", "project charge group"),
        ("time", "walltime wall-time time-limit timelimit"),
        ("cards", "gpu gpus gres num-gpus gpus-per-node"),
        ("cpus", "cores cpus-per-task ncpus threads"),
        ("memory", "mem ram"),
        ("modules", "module module-load"),
        ("setup", "prologue before init"),
        ("program", "executable binary container"),
        ("limit", "throttle max-running max-jobs array-limit"),
        ("options", "sbatch flags extra"),
        ("command.queued", "status"),

        ("normal", "gaussian gauss randn n01"),
        ("gaussian", "normal diagonal gauss stochastic vae reparam reparameterised reparameterized"),
        ("uniform", "rand u11"),
        ("point", "deterministic delta none dirac mean"),
        ("cross-entropy", "bce bce-with-logits logistic non-saturating nonsaturating ns vanilla dcgan softplus gan minimax sigmoid log"),
        ("hinge", "relu geometric svm"),
        ("l1", "mae absolute"),
        ("l2", "mse squared euclidean"),
        ("resnet", "resnet50 resnet-50 resnet101 resnet-101 resnet18 resnet-v2 res"),
        ("revnet", "revnet50 revnet-50 reversible i-revnet irevnet"),
        ("reversible", "checkpoint checkpointed recompute"),
        ("small", "cifar cifar10 3x3"),
        ("imagenet", "7x7 large"),
        ("float32", "fp32 float single full tf32 f32"),
        ("bfloat16", "bf16 fp16 float16 half amp mixed f16 autocast"),
        ("simultaneous", "joint together sim"),
        ("alternating", "alternate sequential alt"),
        ("attention", "attn self-attention non-local nonlocal sa"),
        ("data", "true real dataset given"),
        ("random", "unlabeled unlabelled self"),
        ("file", "clusters cluster kmeans pseudo"),
        ("true", "yes on y 1"),
        ("false", "no off n 0"),
        ("none", "null nil false off no ~"),
        ("1", "grey gray grayscale greyscale l"),
        ("3", "rgb colour color"),
    ];

    /// <summary>What people look for that a spec does not have, and where it is instead.</summary>
    private static readonly (string Text, string Words)[] Absences =
    [
        ("there is no weight decay: Adam has none here", "wd weight-decay l2-reg"),
        ("spectral norm is always on in convolutional G and D", "sn spectral-norm spectral-normalization"),
        ("there is no gradient penalty; spectral norm takes its place", "gradient-penalty gp lambda-gp r1 r1-gamma r1-reg lambda-r1"),
        ("the seed is not part of a spec: `train --seed`, or `seeds` of a grid", "seed random-seed seeds"),
        ("the images are no part of a spec: `train --data`, or `data` of a grid", "data dataset data-set data-dir data-path dataroot"),
        ("the device is not part of a spec: `train --device`", "device gpu cuda gpus num-gpus"),
        ("there is no schedule: a rate holds for the whole training", "schedule scheduler lr-scheduler warmup warm-up lr-decay decay"),
        ("Adam is the only optimiser, and its settings are `training.adam`", "sgd adamw rmsprop"),
    ];

    private static readonly ILookup<string, string> ByWord = Lookup(Meanings);
    private static readonly ILookup<string, string> AbsentByWord = Lookup(Absences);

    /// <summary>The keys' paths and choices' words that a word may stand for; in the order of the table.</summary>
    public static IEnumerable<string> Of(string word) => ByWord[Plain(word)];

    /// <summary>Why there is nothing of that name; null where nothing is known about it.</summary>
    public static string? Absence(string word) => AbsentByWord[Plain(word)].FirstOrDefault();

    private static ILookup<string, string> Lookup((string Value, string Words)[] table) => table
        .SelectMany(row => row.Words.Split(' ').Select(word => (row.Value, Word: Plain(word))))
        .ToLookup(pair => pair.Word, pair => pair.Value, StringComparer.Ordinal);

    /// <summary><c>Batch_Size</c>, <c>batchSize</c> and <c>batch-size</c> are one word.</summary>
    private static string Plain(string word) => string.Concat(word.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
