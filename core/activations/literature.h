#pragma once
// Where each activation comes from, what speaks for it and what against it, each with its source. The rest of what the
// catalogue says is in table.cpp.
#include "activations/activations.h"

namespace reluctant::literature {

inline constexpr Account identity{
    .history =
        "The adaptive linear neuron of 1960 had it, and learnt by following its squared error downhill (Widrow and "
        "Hoff 1960, Adaptive switching circuits).",
    .advantages =
        "The gradient comes back unchanged, and the output can be any number: the usual choice for the last "
        "layer of a regression (Goodfellow, Bengio and Courville 2016, Deep Learning, section 6.2.2).",
    .drawbacks =
        "However many such layers are stacked, together they are one linear map, which cannot even learn XOR "
        "(Goodfellow, Bengio and Courville 2016, Deep Learning, section 6.1).",
};

inline constexpr Account relu{
    .history =
        "Fukushima's model of vision had it in 1969; Nair and Hinton (2010) brought it to learning networks, and "
        "Glorot, Bordes and Bengio (2011) showed that deep ones train with it from scratch.",
    .advantages =
        "A comparison is all it costs, the gradient does not shrink where it is on, and about half of the "
        "outputs are true zeros, a sparse code (Glorot, Bordes and Bengio 2011).",
    .drawbacks =
        "Where it is off no gradient comes back, so a unit that is off for every sample may stay so for good "
        "(Maas, Hannun and Ng 2013); its outputs are never negative, which shifts the mean of the next layer "
        "(Clevert, Unterthiner and Hochreiter 2016).",
};

inline constexpr Account leaky_relu{
    .history =
        "Proposed for speech recognition, to let a gradient through where ReLU is off (Maas, Hannun and Ng 2013, "
        "Rectifier nonlinearities improve neural network acoustic models).",
    .advantages =
        "No unit is ever without a gradient (Maas, Hannun and Ng 2013); with a larger slope, 1 in 5.5, it did "
        "better than ReLU on small image sets (Xu, Wang, Chen and Li 2015, arXiv:1505.00853).",
    .drawbacks =
        "With the usual small slope the results were close to ReLU's (Maas, Hannun and Ng 2013; Xu, Wang, Chen "
        "and Li 2015): the way back is open, but slow.",
};

inline constexpr Account tanh{
    .history =
        "Preferred to the sigmoid in early networks, because it is odd and its outputs average to about 0 (LeCun, "
        "Bottou, Orr and Müller 1998, Efficient BackProp).",
    .advantages =
        "Outputs are centred on 0, which speeds up learning, and the slope at 0 is 1 (LeCun, Bottou, Orr and "
        "Müller 1998).",
    .drawbacks =
        "Far from 0 it is flat, so gradients fade, more with every layer (Hochreiter 1991; Glorot and Bengio "
        "2010, Understanding the difficulty of training deep feedforward neural networks).",
};

inline constexpr Account relu6{
    .history =
        "A ReLU capped at 6, first used in deep belief networks on small images (Krizhevsky 2010, Convolutional "
        "deep belief networks on CIFAR-10).",
    .advantages =
        "Its outputs are bounded, which makes it robust in arithmetic of few bits: the choice of small "
        "networks for telephones (Sandler et al. 2018, MobileNetV2, arXiv:1801.04381).",
    .drawbacks =
        "It is flat on both sides, and a function that saturates hard passes no gradient there (Gulcehre, "
        "Moczulski, Denil and Bengio 2016, arXiv:1603.00391).",
};

inline constexpr Account prelu{
    .history =
        "The leak became a parameter to be learnt in the first network that was reported to beat people on "
        "ImageNet (He, Zhang, Ren and Sun 2015, arXiv:1502.01852).",
    .advantages =
        "Fits better than a fixed leak at hardly any cost, since each layer finds its own slope (He, Zhang, "
        "Ren and Sun 2015).",
    .drawbacks =
        "On small data sets it overfits more than its relatives (Xu, Wang, Chen and Li 2015, "
        "arXiv:1505.00853).",
};

inline constexpr Account rrelu{
    .history =
        "A leak drawn at random for every sum, from an entry to the National Data Science Bowl of 2015 (described "
        "by Xu, Wang, Chen and Li 2015, arXiv:1505.00853).",
    .advantages =
        "The randomness works against overfitting: it did best of the leaky ones on small image sets (Xu, "
        "Wang, Chen and Li 2015).",
    .drawbacks =
        "It does not do the same in training, where slopes are drawn, as in evaluation, where their mean stands "
        "in, and it was tried on small data alone (Xu, Wang, Chen and Li 2015).",
};

inline constexpr Account elu{
    .history =
        "Made to bring the mean of the outputs nearer to 0 than ReLU does (Clevert, Unterthiner and Hochreiter "
        "2016, arXiv:1511.07289).",
    .advantages =
        "Negative outputs pull the mean towards 0, which speeds up learning, and level off, so that a unit "
        "that is off says so whatever the noise (Clevert, Unterthiner and Hochreiter 2016).",
    .drawbacks =
        "It needs an exponential, the gradient fades far below 0, and for an alpha other than 1 the slope jumps "
        "at 0 (Barron 2017, arXiv:1704.07483).",
};

inline constexpr Account celu{
    .history = "The ELU with alpha put where it leaves no kink (Barron 2017, arXiv:1704.07483).",
    .advantages =
        "The slope has no jump and no value above 1 for any alpha, and the straight line and ReLU are its two "
        "limits (Barron 2017).",
    .drawbacks =
        "It needs an exponential as ELU does, and a small alpha takes the gradient below 0 away again, for its "
        "limit is ReLU (Barron 2017).",
};

inline constexpr Account selu{
    .history =
        "An ELU with two constants from a proof: layer by layer, the outputs draw towards mean 0 and variance 1 "
        "(Klambauer, Unterthiner, Mayr and Hochreiter 2017, arXiv:1706.02515).",
    .advantages =
        "Deep networks train without batch normalisation, because their layers normalise themselves "
        "(Klambauer, Unterthiner, Mayr and Hochreiter 2017).",
    .drawbacks =
        "The proof asks for LeCun's normal weights, standardised inputs, plain dense layers and a dropout of "
        "its own kind (Klambauer, Unterthiner, Mayr and Hochreiter 2017).",
};

inline constexpr Account gelu{
    .history =
        "The sum times the chance that a normal number is smaller (Hendrycks and Gimpel 2016, arXiv:1606.08415); "
        "language models such as BERT took it up (Devlin et al. 2018, arXiv:1810.04805).",
    .advantages =
        "Did better than ReLU and ELU in vision, language and speech as its authors tried it, and it bends "
        "smoothly (Hendrycks and Gimpel 2016).",
    .drawbacks =
        "It needs an error function, or an approximation of it, such as the tanh form (Hendrycks and Gimpel "
        "2016), and far below 0 hardly any gradient is left.",
};

inline constexpr Account silu{
    .history =
        "Named beside GELU (Hendrycks and Gimpel 2016), studied in reinforcement learning (Elfwing, Uchibe and "
        "Doya 2017, arXiv:1702.03118) and found by a machine's search as Swish (Ramachandran, Zoph and Le 2017, "
        "arXiv:1710.05941).",
    .advantages =
        "Put in ReLU's place it raised the accuracy of two image networks on ImageNet by 0.6 and 0.9 points "
        "(Ramachandran, Zoph and Le 2017).",
    .drawbacks =
        "The sigmoid inside is dear on small machines, which is why hard-swish exists (Howard et al. 2019, "
        "arXiv:1905.02244).",
};

inline constexpr Account mish{
    .history = "The sum times the tanh of its softplus, after SiLU's pattern (Misra 2019, arXiv:1908.08681).",
    .advantages =
        "Smooth, bounded below and not above; its author reports about 1 point more than ReLU with ResNet-50 on "
        "ImageNet (Misra 2019).",
    .drawbacks =
        "The dearest of the common ones to compute: an exponential and a logarithm inside, or a rewriting as "
        "here (Misra 2019 gives timings).",
};

inline constexpr Account softplus{
    .history =
        "Came from option pricing, where a function was wanted that is positive, rising and convex (Dugas, Bengio, "
        "Bélisle, Nadeau and Garcia 2001).",
    .advantages =
        "A ReLU with its corner rounded off; its slope is the sigmoid, never quite 0 (Dugas, Bengio, Bélisle, "
        "Nadeau and Garcia 2001).",
    .drawbacks =
        "The rounding did not help: ReLU, with its hard zeros, did as well or better (Glorot, Bordes and Bengio "
        "2011). No output is 0 or below, so the next layer's mean shifts.",
};

inline constexpr Account softsign{
    .history =
        "Tried for networks that learn image features, as a tanh that nears its limits more slowly (Bergstra, "
        "Desjardins, Lamblin and Bengio 2009).",
    .advantages =
        "Saturates more gently than tanh, and layers train more evenly (Glorot and Bengio 2010, Understanding "
        "the difficulty of training deep feedforward neural networks).",
    .drawbacks =
        "It saturates all the same: its slope falls off from 1 at once on either side of 0, to a quarter at 1 "
        "(its formula; Glorot and Bengio 2010 on what saturation does).",
};

inline constexpr Account hard_swish{
    .history =
        "SiLU with straight pieces for the sigmoid, for networks on telephones (Howard et al. 2019, MobileNetV3, "
        "arXiv:1905.02244).",
    .advantages =
        "As accurate as SiLU there, without an exponential, and robust in arithmetic of few bits (Howard et al. "
        "2019).",
    .drawbacks =
        "Below -3 it is flat, so a unit can die, and its slope jumps at -3 and at 3 (its formula); it still "
        "costs more than ReLU (Howard et al. 2019).",
};

inline constexpr Account sigmoid{
    .history =
        "Verhulst's curve of growth of 1838, which he called logistic in 1845; back-propagation was shown with it "
        "(Rumelhart, Hinton and Williams 1986, Learning representations by back-propagating errors).",
    .advantages =
        "Its output lies between 0 and 1 and can stand for a probability or open a gate, as in the LSTM "
        "(Hochreiter and Schmidhuber 1997).",
    .drawbacks =
        "The slope is a quarter at most and fades on both sides, and outputs are all positive: deep networks "
        "learn slowly with it (LeCun, Bottou, Orr and Müller 1998; Glorot and Bengio 2010).",
};

}  // namespace reluctant::literature
