from django.conf import settings
from django.http import HttpResponse
from django.urls import path, re_path
from django.views.static import serve


def hello(request):
    return HttpResponse("Hello from Django\n", content_type="text/plain")


urlpatterns = [
    path("", hello),
    re_path(r"^static/(?P<path>.*)$", serve, {"document_root": settings.STATIC_ROOT}),
]
