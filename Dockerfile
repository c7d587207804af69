# The command line in a container: docker run --rm modelpick recommend coding
#
# The files of your own lie in /work, the folder that it starts in; it fetches nothing unless told to.
FROM python:3.11-slim AS build
WORKDIR /source
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY data data
COPY rules rules
COPY docs/schema docs/schema
COPY modelpick modelpick
RUN python -m venv /opt/modelpick && /opt/modelpick/bin/pip install --no-cache-dir '.[mcp]'

FROM python:3.11-slim
COPY --from=build /opt/modelpick /opt/modelpick
RUN useradd --create-home --uid 10001 modelpick && mkdir /work && chown modelpick /work
USER modelpick
WORKDIR /work
ENV PATH=/opt/modelpick/bin:$PATH
ENTRYPOINT ["modelpick"]
