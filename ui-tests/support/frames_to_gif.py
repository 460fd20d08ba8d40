"""`python frames_to_gif.py FILM.gif MILLISECONDS:FRAME.png …`: an animated GIF of PNG files."""

import sys

from PIL import Image

film, *arguments = sys.argv[1:]
times, files = zip(*(argument.split(":", 1) for argument in arguments), strict=True)
# One palette for all, so that colours do not flicker and only what changes is stored.
pictures = [Image.open(file).convert("RGB") for file in files]
width, height = pictures[0].size
strip = Image.new("RGB", (width, height * len(pictures)))
for place, picture in enumerate(pictures):
    strip.paste(picture, (0, place * height))
palette = strip.quantize(200)
frames = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
frames[0].save(
    film,
    save_all=True,
    append_images=frames[1:],
    duration=[int(time) for time in times],
    loop=0,
    optimize=True,
)
