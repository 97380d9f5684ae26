"""물음과 채점. 그림도 장면도 읽지 않아서 금방 열려요."""

from .check import check, record, score, solve
from .predict import predict

__all__ = ["check", "predict", "record", "score", "solve"]
