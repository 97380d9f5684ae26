from ipykernel.ipkernel import IPythonKernel

IPythonKernel.language_info.pop("version", None)
c.Application.log_level = "ERROR"  # noqa: F821
