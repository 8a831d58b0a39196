"""The two kinds of FAISS index that hold a library's vectors: all compared, or, of many, those of the lists
nearest to the question. Both hold them in half precision, as the store does: in single precision they would
be the same, in twice the memory and 1.5 times the time. The only module that imports faiss.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

faiss: Any = _faiss
# The version faiss ships with takes batches off BLAS: 4 to 12 times slower at these sizes.
faiss.cvar.distance_compute_blas_threshold = 1536

EXACT_LIMIT = 200_000  # vectors up to which all of them are compared
LISTS_PER_ROOT = 2  # inverted lists: this many times the square root of the vectors
PROBED_SHARE = 1 / 8  # of the lists, searched for one question
# Vectors a list is trained on, and how often: five times as long a training found no more of the nearest.
TRAINED, ROUNDS = 50, 8


def empty(dimension: int, count: int, sample: Callable[[int], NDArray[np.float32]]) -> Any:
    """An empty index fit for `count` vectors. `sample` gives as many of them as it is asked for, (number,
    dimension), for the training that lists need."""
    half = faiss.ScalarQuantizer.QT_fp16
    if count <= EXACT_LIMIT:
        flat = faiss.IndexScalarQuantizer(dimension, half, faiss.METRIC_INNER_PRODUCT)
        return faiss.IndexIDMap2(flat)
    lists = int(LISTS_PER_ROOT * count**0.5)
    coarse = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFScalarQuantizer(coarse, dimension, lists, half, faiss.METRIC_INNER_PRODUCT, False)
    coarse.this.disown()
    index.own_fields = True
    index.cp.niter = ROUNDS
    # Inverted lists keep numbers of their own: under an id map, removal would mix them up.
    index.set_direct_map_type(faiss.DirectMap.Hashtable)
    index.train(sample(lists * TRAINED))
    return index


def has_lists(index: Any) -> bool:
    return faiss.try_extract_index_ivf(index) is not None


def ids_in(index: Any) -> NDArray[np.int64]:
    """The ids in the index, ascending."""
    lists = faiss.try_extract_index_ivf(index)
    if lists is None:
        return np.sort(faiss.vector_to_array(index.id_map)).astype(np.int64)
    parts = [
        faiss.rev_swig_ptr(lists.invlists.get_ids(n), lists.invlists.list_size(n)).copy()
        for n in range(lists.nlist)
        if lists.invlists.list_size(n)
    ]
    return np.sort(np.concatenate([np.zeros(0, np.int64), *parts])).astype(np.int64)


def options(index: Any, allowed: NDArray[np.int64] | None) -> Any:
    """How the index is searched for the ids `allowed`, all for None."""
    selector = None if allowed is None else faiss.IDSelectorBatch(allowed)
    lists = faiss.try_extract_index_ivf(index)
    if lists is not None:
        probed = max(8, int(lists.nlist * PROBED_SHARE))
        # A filter may leave little in the lists nearest to the question: then all are searched.
        probed = lists.nlist if selector is not None else probed
        return faiss.SearchParametersIVF(nprobe=probed, sel=selector)
    return None if selector is None else faiss.SearchParameters(sel=selector)
